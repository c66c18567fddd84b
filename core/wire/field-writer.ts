import { HEADER_SIZE } from "./frame.ts";
import { Span } from "./span.ts";

/** Bytes of memory that are asked for at once: see `Slab`. */
const PIECE_SIZE = 32 * 1024;

/** Characters of a string up to which a loop is faster than a `TextEncoder`. */
const SHORT = 31;

const textEncoder = new TextEncoder();

/**
 * Writes frames: the length of each, and then its fields, one after the other,
 * as a MessagePack array. Frames that are written one after the other lie one
 * after the other, as far as memory reaches.
 */
export class FieldWriter {
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));
  /** Where the frame begins that is being written. */
  #start = 0;
  #at = 0;

  /** Begins a frame of so many fields, 15 at most. */
  begin(fields: number): void {
    // What was left unfinished by an error is written over.
    this.#at = this.#start;
    this.#reserve(HEADER_SIZE);
    this.#at += HEADER_SIZE;
    this.#byte(0x90 | fields);
  }

  /** The frame: the writer is ready for the next. */
  finish(): Span {
    const start = this.#start;
    this.#view.setUint32(start, this.#at - start - HEADER_SIZE);
    const frame = new Span(this.#bytes, start, this.#at);
    this.#start = this.#at;
    // A small frame must not keep a large piece.
    if (this.#bytes.length > PIECE_SIZE) this.#use(new Uint8Array(0));
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

  /** Moves the frame to where there is room for so many more bytes. */
  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return;
    const written = this.#bytes.subarray(this.#start, this.#at);
    const needed = written.length + size;
    const bytes = new Uint8Array(
      needed <= PIECE_SIZE ? PIECE_SIZE : Math.max(needed, 2 * written.length),
    );
    bytes.set(written);
    this.#use(bytes);
    this.#at = written.length;
  }

  #use(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#start = this.#at = 0;
  }
}
