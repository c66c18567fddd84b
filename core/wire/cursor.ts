import { DecodeError } from "../errors.ts";
import type { Span } from "./span.ts";

/** Reads bytes one after the other, and none that is not there. */
export class Cursor {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;

  /** Reads these bytes from now on. */
  protected read({ bytes, start, end }: Span): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /**
   * Takes a number of 1, 2 or 4 bytes, the highest first.
   *
   * @throws {DecodeError} when less is there
   */
  protected unsigned(size: number): number {
    this.need(size);
    let value = 0;
    for (let i = 0; i < size; i++) {
      value = value * 256 + (this.#bytes[this.#at++] ?? 0);
    }
    return value;
  }

  /**
   * Takes so many bytes, as a view.
   *
   * @throws {DecodeError} when less is there
   */
  protected raw(size: number): Uint8Array {
    const start = this.pass(size);
    return this.#bytes.subarray(start, this.#at);
  }

  /**
   * Passes over so many bytes, and tells where they are.
   *
   * @throws {DecodeError} when less is there
   */
  protected pass(size: number): number {
    this.need(size);
    const start = this.#at;
    this.#at += size;
    return start;
  }

  /** Takes the bytes of `text`, if that is what comes next, and is ASCII. */
  protected takes(text: string): boolean {
    const { length } = text;
    if (this.#at + length > this.#end) return false;
    for (let i = 0; i < length; i++) {
      if (this.#bytes[this.#at + i] !== text.charCodeAt(i)) return false;
    }
    this.#at += length;
    return true;
  }

  /** Passes over so many bytes, if all of them are ASCII. */
  protected takesAscii(size: number): boolean {
    this.need(size);
    const end = this.#at + size;
    for (let i = this.#at; i < end; i++) {
      if ((this.#bytes[i] ?? 0) > 0x7f) return false;
    }
    this.#at = end;
    return true;
  }

  /** Whether so many bytes are there. */
  protected need(size: number): void {
    const rest = this.#end - this.#at;
    if (size > rest) {
      throw new DecodeError(
        `the value claims ${size} more bytes, but ${rest} are there`,
      );
    }
  }

  /** @throws {DecodeError} when anything is left */
  end(): void {
    const rest = this.#end - this.#at;
    if (rest > 0) throw new DecodeError(`${rest} bytes follow the value`);
  }
}
