import type { Duplex } from "node:stream";
import { PAYLOAD_SIZE } from "./payload.ts";
import type { Wire } from "./wire.ts";

/** Bytes written at once: as many as one SSH packet takes. */
const CHUNK_SIZE = 32 * 1024;

/** Bytes of the length in front of each frame. */
const LENGTH_SIZE = 4;

/** The floor: frames over a stream, and nothing around them. */
export class StreamWire implements Wire {
  readonly #stream: Duplex;
  readonly #head: Uint8Array;
  #chunk = new Uint8Array(CHUNK_SIZE);
  /** Bytes of the chunk that are in use. */
  #used = 0;
  /** The beginning of a frame whose end has not come yet. */
  #rest: Uint8Array = new Uint8Array(0);

  /** @param head what stands before the payload in each frame: see `frameHead` */
  constructor(stream: Duplex, head: Uint8Array) {
    this.#stream = stream;
    this.#head = head;
  }

  /** What is sent without a pause goes out as few chunks. */
  send(payload: Uint8Array): void {
    const size = this.#head.length + payload.length;
    if (this.#used + size > CHUNK_SIZE) this.#flush();
    if (this.#used === 0) queueMicrotask(() => this.#flush());
    this.#chunk.set(this.#head, this.#used);
    this.#chunk.set(payload, this.#used + this.#head.length);
    this.#used += size;
  }

  receive(take: (payload: Uint8Array) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream
        .on("data", (bytes: Uint8Array) => this.#split(bytes, take))
        .once("error", reject)
        .once("close", resolve);
    });
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#stream.write(this.#chunk.subarray(0, this.#used));
    this.#chunk = new Uint8Array(CHUNK_SIZE);
    this.#used = 0;
  }

  #split(bytes: Uint8Array, take: (payload: Uint8Array) => void): void {
    const all = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    const view = new DataView(all.buffer, all.byteOffset);
    let at = 0;
    while (at + LENGTH_SIZE <= all.length) {
      const end = at + LENGTH_SIZE + view.getUint32(at);
      if (end > all.length) break;
      take(all.subarray(end - PAYLOAD_SIZE, end));
      at = end;
    }
    this.#rest = all.subarray(at);
  }
}

/**
 * What stands before the payload in each frame: the frame's length, and then
 * `fields`.
 */
export function frameHead(fields: Uint8Array = new Uint8Array(0)): Uint8Array {
  const head = new Uint8Array(LENGTH_SIZE + fields.length);
  new DataView(head.buffer).setUint32(0, fields.length + PAYLOAD_SIZE);
  head.set(fields, LENGTH_SIZE);
  return head;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
