import { DecodeError } from "../errors.ts";
import { Span } from "./span.ts";
import { copyBytes } from "./value.ts";

/** Bytes of the length in front of each frame. */
export const HEADER_SIZE = 4;

/** Bytes that are copied at once: what keeps one frame keeps as many. */
const PIECE_SIZE = 32 * 1024;

/**
 * Cuts a stream of bytes into frames. It holds at most one incomplete frame,
 * and refuses a length above the limit before anything is kept for it.
 */
export class FrameSplitter {
  readonly #maxSize: number;
  #rest: Uint8Array = new Uint8Array(0);
  /** Bytes of `#rest` that are in use. */
  #length = 0;

  /** @param maxSize bytes of a frame's body at most */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /**
   * Takes the next bytes and gives the bodies of all frames that they complete.
   * A body shares no memory with `bytes`, but some with its neighbours: 32 KiB
   * at most.
   *
   * @throws {DecodeError} when a frame is empty or above the limit
   */
  *push(bytes: Uint8Array): Generator<Span, void, undefined> {
    // Views of a Buffer would be Buffers, which take longer to make.
    let left = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    while (left.length > 0) {
      if (this.#length > 0) {
        left = this.#complete(left);
        if (this.#length < this.#wanted()) return;
        yield this.#take();
        continue;
      }
      // One copy of many frames costs much less than many copies of one.
      const piece = copyBytes(left.subarray(0, PIECE_SIZE));
      left = left.subarray(piece.length);
      let start = 0;
      while (piece.length >= start + HEADER_SIZE) {
        const body = start + HEADER_SIZE;
        const end = body + this.#bodySize(piece, start);
        if (piece.length < end) break;
        yield new Span(piece, body, end);
        start = end;
      }
      this.#keep(piece.subarray(start));
    }
  }

  /** Adds to the incomplete frame what it lacks, and gives the others back. */
  #complete(chunk: Uint8Array): Uint8Array {
    while (chunk.length > 0 && this.#length < this.#wanted()) {
      const lacking = this.#wanted() - this.#length;
      this.#keep(chunk.subarray(0, lacking));
      chunk = chunk.subarray(lacking);
    }
    return chunk;
  }

  /** Bytes that the incomplete frame has to reach, as far as is known. */
  #wanted(): number {
    if (this.#length < HEADER_SIZE) return HEADER_SIZE;
    return HEADER_SIZE + this.#bodySize(this.#rest, 0);
  }

  /** The size that the header at `start` tells. */
  #bodySize(bytes: Uint8Array, start: number): number {
    let size = 0;
    for (let i = start; i < start + HEADER_SIZE; i++) {
      size = size * 256 + (bytes[i] ?? 0);
    }
    if (size === 0) throw new DecodeError("a frame is empty");
    if (size > this.#maxSize) {
      throw new DecodeError(
        `a frame claims ${size} bytes, more than the ${this.#maxSize} allowed`,
      );
    }
    return size;
  }

  /** The body of the frame that is complete now; its memory goes with it. */
  #take(): Span {
    const body = new Span(this.#rest, HEADER_SIZE, this.#length);
    this.#rest = new Uint8Array(0);
    this.#length = 0;
    return body;
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#rest.length) {
      // By doubling, but not beyond the frame, whose memory this becomes.
      const roomy = Math.min(2 * this.#length, this.#wanted());
      const larger = new Uint8Array(Math.max(length, roomy));
      larger.set(this.#rest.subarray(0, this.#length));
      this.#rest = larger;
    }
    this.#rest.set(bytes, this.#length);
    this.#length = length;
  }
}
