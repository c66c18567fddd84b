import type { Duplex } from "node:stream";
import { type Framing, LENGTH_SIZE } from "./framing.ts";
import type { Wire } from "./wire.ts";

/** Bytes written at once: as many as one SSH packet takes. */
const CHUNK_SIZE = 32 * 1024;

/** The floor: frames over a stream, and nothing around them. */
export class StreamWire implements Wire {
  readonly #stream: Duplex;
  readonly #framing: Framing;
  /** What stands before a payload of `#size` bytes. */
  #head: Uint8Array = new Uint8Array(0);
  #size = -1;
  #chunk = new Uint8Array(CHUNK_SIZE);
  /** Bytes of the chunk that are in use. */
  #used = 0;
  /** The beginning of a frame whose end has not come yet. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: Duplex, framing: Framing) {
    this.#stream = stream;
    this.#framing = framing;
  }

  /** What is sent without a pause goes out as few chunks. */
  send(payload: Uint8Array): void {
    if (payload.length !== this.#size) this.#setSize(payload.length);
    const size = this.#head.length + payload.length;
    if (this.#used + size > this.#chunk.length) this.#flush(size);
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

  #setSize(size: number): void {
    this.#size = size;
    this.#head = this.#framing.head(size);
  }

  /** @param room bytes that the next chunk has to have at least */
  #flush(room = 0): void {
    if (this.#used > 0) this.#stream.write(this.#chunk.subarray(0, this.#used));
    else if (room <= this.#chunk.length) return;
    this.#chunk = new Uint8Array(Math.max(CHUNK_SIZE, room));
    this.#used = 0;
  }

  #split(bytes: Uint8Array, take: (payload: Uint8Array) => void): void {
    const all = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    const view = new DataView(all.buffer, all.byteOffset);
    let at = 0;
    while (at + LENGTH_SIZE <= all.length) {
      const start = at + LENGTH_SIZE;
      const end = start + view.getUint32(at);
      if (end > all.length) break;
      take(this.#framing.payload(all.subarray(start, end)));
      at = end;
    }
    this.#rest = all.subarray(at);
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
