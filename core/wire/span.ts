/**
 * Some bytes within others. There is one for each message, and a view, which is
 * an object of the runtime's own, would take twice the time to make.
 */
export class Span {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** How many there are. */
  get length(): number {
    return this.end - this.start;
  }

  /** Whether it begins where another one ends. */
  follows(last: Span): boolean {
    return this.bytes === last.bytes && this.start === last.end;
  }

  /** The bytes, not copied. */
  view(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }
}
