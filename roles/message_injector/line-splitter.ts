import { Buffer } from "node:buffer";
import { LineError } from "./line-error.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Cuts what comes over a connection into lines, and keeps one at most. */
export class LineSplitter {
  /** Bytes that a line may have. */
  limit: number;
  #parts: Uint8Array[] = [];
  #size = 0;
  /** Whether the line was too long already, so that its rest does not matter. */
  #isSkipping = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @returns each line that these bytes end, and an error for one too long */
  *push(bytes: Uint8Array): Generator<Uint8Array | LineError> {
    let start = 0;
    for (
      let end = bytes.indexOf(NEWLINE);
      end >= 0;
      end = bytes.indexOf(NEWLINE, start)
    ) {
      yield* this.#add(bytes.subarray(start, end));
      yield* this.#end();
      start = end + 1;
    }
    yield* this.#add(bytes.subarray(start));
  }

  /** @returns what came after the last line, now that nothing more comes */
  *finish(): Generator<Uint8Array> {
    if (this.#size > 0) yield* this.#end();
  }

  *#add(bytes: Uint8Array): Generator<LineError> {
    if (this.#isSkipping) return;
    if (this.#size + bytes.length <= this.limit) {
      // A copy, for whoever gave the bytes uses their place again.
      this.#parts.push(bytes.slice());
      this.#size += bytes.length;
      return;
    }
    this.#drop();
    this.#isSkipping = true;
    const text = `the line has more than ${this.limit} bytes`;
    yield new LineError(this.limit + 1, text);
  }

  *#end(): Generator<Uint8Array> {
    const line = Buffer.concat(this.#parts);
    const isWhole = !this.#isSkipping;
    this.#drop();
    this.#isSkipping = false;
    if (isWhole) yield line.at(-1) === RETURN ? line.subarray(0, -1) : line;
  }

  #drop(): void {
    this.#parts = [];
    this.#size = 0;
  }
}
