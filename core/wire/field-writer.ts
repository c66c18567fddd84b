import { HEADER_SIZE } from "./frame.ts";
import { Slab } from "./slab.ts";

/** Bytes of a frame up to which memory is kept for the next. */
const USUAL_SIZE = 4 * 1024;

/** Characters of a string up to which a loop is faster than a `TextEncoder`. */
const SHORT = 31;

const textEncoder = new TextEncoder();

/**
 * Writes a frame: its length, and then its fields, one after the other, as a
 * MessagePack array.
 */
export class FieldWriter {
  readonly #slab = new Slab();
  #bytes = new Uint8Array(USUAL_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** Begins a frame of so many fields, 15 at most. */
  begin(fields: number): void {
    this.#at = HEADER_SIZE;
    this.#byte(0x90 | fields);
  }

  /** The frame: the writer is ready for the next. */
  finish(): Uint8Array {
    this.#view.setUint32(0, this.#at - HEADER_SIZE);
    const frame = this.#bytes.subarray(0, this.#at);
    if (this.#bytes.length <= USUAL_SIZE) return this.#slab.copy(frame);
    this.#use(new Uint8Array(USUAL_SIZE));
    return frame;
  }

  number(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value <= 0x7f) {
      return this.#byte(value);
    }
    this.#reserve(9);
    this.#bytes[this.#at] = 0xcb; // float 64
    this.#view.setFloat64(this.#at + 1, value);
    this.#at += 9;
  }

  string(value: string): void {
    if (this.#shortString(value)) return;
    const bytes = textEncoder.encode(value);
    this.#head(bytes.length, 0xd9); // str 8, 16, 32
    this.#raw(bytes);
  }

  optionalString(value: string | undefined): void {
    if (value === undefined) this.#byte(0xc0); // nil
    else this.string(value);
  }

  bytes(value: Uint8Array): void {
    this.#head(value.length, 0xc4); // bin 8, 16, 32
    this.#raw(value);
  }

  /** Writes a short string of ASCII, and nothing of any other. */
  #shortString(value: string): boolean {
    const { length } = value;
    if (length > SHORT) return false;
    this.#reserve(1 + length);
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[start + i] = code;
    }
    bytes[this.#at] = 0xa0 | length; // fixstr
    this.#at = start + length;
    return true;
  }

  /** @param tag what stands before a length of one byte */
  #head(length: number, tag: number): void {
    this.#reserve(5);
    if (length <= 0xff) {
      this.#bytes[this.#at] = tag;
      this.#bytes[this.#at + 1] = length;
      this.#at += 2;
    } else if (length <= 0xffff) {
      this.#bytes[this.#at] = tag + 1;
      this.#view.setUint16(this.#at + 1, length);
      this.#at += 3;
    } else {
      this.#bytes[this.#at] = tag + 2;
      this.#view.setUint32(this.#at + 1, length);
      this.#at += 5;
    }
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #reserve(size: number): void {
    const needed = this.#at + size;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#use(larger);
  }

  #use(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
