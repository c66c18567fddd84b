import { LineError } from "./line-error.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Bytes that there is room for at first. */
const INITIAL_ROOM = 256;

/** Cuts what comes over a connection into lines, and keeps one at most. */
export class LineSplitter {
  /** Bytes that a line may have. */
  limit: number;
  /** One place for all, for a line may come a byte at a time. */
  #room = new Uint8Array(INITIAL_ROOM);
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
    const size = this.#size + bytes.length;
    if (size <= this.limit) {
      this.#makeRoom(size);
      this.#room.set(bytes, this.#size);
      this.#size = size;
      return;
    }
    this.#forget();
    this.#isSkipping = true;
    const text = `the line has more than ${this.limit} bytes`;
    yield new LineError(this.limit + 1, text);
  }

  *#end(): Generator<Uint8Array> {
    const line = this.#room.subarray(0, this.#size);
    const isWhole = !this.#isSkipping;
    this.#forget();
    this.#isSkipping = false;
    if (isWhole) yield line.at(-1) === RETURN ? line.subarray(0, -1) : line;
  }

  #makeRoom(size: number): void {
    if (size <= this.#room.length) return;
    const room = new Uint8Array(Math.max(size, 2 * this.#room.length));
    room.set(this.#room.subarray(0, this.#size));
    this.#room = room;
  }

  #forget(): void {
    this.#room = new Uint8Array(INITIAL_ROOM);
    this.#size = 0;
  }
}
