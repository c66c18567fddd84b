/** The longest header of a frame that a server sends. */
const MAX_HEADER = 10;

/** Follows the frames of a WebSocket as its server sends them. */
export class FrameWatch {
  readonly #header = new Uint8Array(MAX_HEADER);
  #headerSize = 0;
  /** Bytes that are still to come of the frame's payload. */
  #left = 0;

  /** Whether the last frame was whole, so that another may follow. */
  get isBetween(): boolean {
    return this.#headerSize === 0 && this.#left === 0;
  }

  /** The next bytes of the stream. */
  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const skipped = Math.min(this.#left, rest.length);
      this.#left -= skipped;
      rest = rest.subarray(skipped);
      if (rest.length > 0) rest = this.#readHeader(rest);
    }
  }

  /** Takes one byte of a header. */
  #readHeader(bytes: Uint8Array): Uint8Array {
    this.#header[this.#headerSize++] = bytes[0] ?? 0;
    const length = this.#lengthOfHeader();
    if (this.#headerSize === length) {
      this.#left = this.#lengthOfPayload(length);
      this.#headerSize = 0;
    }
    return bytes.subarray(1);
  }

  #lengthOfHeader(): number {
    if (this.#headerSize < 2) return MAX_HEADER;
    const size = this.#size();
    if (size < 126) return 2;
    return size === 126 ? 4 : MAX_HEADER;
  }

  #lengthOfPayload(headerLength: number): number {
    const view = new DataView(this.#header.buffer);
    if (headerLength === 2) return this.#size();
    return headerLength === 4
      ? view.getUint16(2)
      : Number(view.getBigUint64(2));
  }

  /** What the second byte says of the payload's length. */
  #size(): number {
    return (this.#header[1] ?? 0) & 0x7f;
  }
}
