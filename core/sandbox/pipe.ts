import type { Duplex } from "node:stream";
import { FrameSplitter, HEADER_SIZE } from "../wire/frame.ts";
import { scan } from "../wire/scan.ts";
import { MAX_DEPTH } from "../wire/sendable.ts";
import { decodeScanned, encodeShared } from "../wire/value.ts";

/** Bytes of one word at most: the largest message there can be, and a batch. */
const MAX_SIZE = 68 * 1024 * 1024;

/**
 * Words between a node and a sandbox, each a value of MessagePack behind its
 * length. What comes out may be anything: the other end may be anybody's code.
 */
export class Pipe {
  readonly #stream: Duplex;
  readonly #splitter = new FrameSplitter(MAX_SIZE);

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  /**
   * Has `hear` called with each word that comes, in order.
   *
   * @param fail is told of what is no word, and of a stream that breaks
   */
  listen(hear: (word: unknown) => void, fail: (error: unknown) => void): void {
    this.#stream.on("error", fail);
    this.#stream.on("data", (bytes: Uint8Array) => {
      try {
        for (const body of this.#splitter.push(bytes)) {
          const bytes = body.view();
          scan(bytes, MAX_DEPTH);
          hear(decodeScanned(bytes));
        }
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Says a word. */
  say(word: object): void {
    const body = encodeShared(word);
    const frame = new Uint8Array(HEADER_SIZE + body.length);
    new DataView(frame.buffer).setUint32(0, body.length);
    frame.set(body, HEADER_SIZE);
    this.#stream.write(frame);
  }

  /** Says no more, and hears no more. */
  close(): void {
    this.#stream.destroy();
  }
}
