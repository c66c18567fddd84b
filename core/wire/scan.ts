import { DecodeError } from "../errors.ts";
import { Cursor } from "./cursor.ts";
import { Span } from "./span.ts";

/** Object keys that no peer may send: assigning them changes an object's kind. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  "__proto__",
  "constructor",
  "prototype",
]);

/** The extension type of a MessagePack timestamp, the only one allowed. */
const TIMESTAMP_EXTENSION = -1;

// Strict, since MessagePack's own decoder is not: to that, a key spelled in
// more bytes than it needs is the same key.
const keyDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Walks over MessagePack without building anything, so that a hostile value is
 * refused before it costs memory: exactly one value, no deeper than `maxDepth`,
 * lengths within the bytes that are there, keys that are strings and harmless.
 *
 * @throws {DecodeError} when the bytes are anything else
 */
export function scan(bytes: Uint8Array, maxDepth: number): void {
  scanner.begin(bytes, maxDepth);
  scanner.value(0);
  scanner.end();
}

class Scanner extends Cursor {
  #maxDepth = 0;

  begin(bytes: Uint8Array, maxDepth: number): void {
    this.read(new Span(bytes));
    this.#maxDepth = maxDepth;
  }

  value(depth: number): void {
    const head = this.unsigned(1);
    if (head <= 0x7f || head >= 0xe0) return;
    if (head <= 0x8f) return this.#map(head & 0x0f, depth);
    if (head <= 0x9f) return this.#array(head & 0x0f, depth);
    if (head <= 0xbf) return void this.pass(head & 0x1f);
    this.#tagged(head, depth);
  }

  #tagged(head: number, depth: number): void {
    switch (head) {
      case 0xc0: // nil
      case 0xc2: // false
      case 0xc3: // true
        return;
      case 0xc4: // bin 8, 16, 32
      case 0xc5:
      case 0xc6:
        return void this.pass(this.unsigned(1 << (head - 0xc4)));
      case 0xc7:
        return this.#extension(this.unsigned(1)); // ext 8
      case 0xca: // float 32, 64
      case 0xcb:
        return void this.pass(4 << (head - 0xca));
      case 0xcc: // uint 8, 16, 32, 64
      case 0xcd:
      case 0xce:
      case 0xcf:
        return void this.pass(1 << (head - 0xcc));
      case 0xd0: // int 8, 16, 32, 64
      case 0xd1:
      case 0xd2:
      case 0xd3:
        return void this.pass(1 << (head - 0xd0));
      case 0xd6: // fixext 4, 8
      case 0xd7:
        return this.#extension(1 << (head - 0xd4));
      case 0xd9: // str 8, 16, 32
      case 0xda:
      case 0xdb:
        return void this.pass(this.unsigned(1 << (head - 0xd9)));
      case 0xdc: // array 16, 32
      case 0xdd:
        return this.#array(this.unsigned(2 << (head - 0xdc)), depth);
      case 0xde: // map 16, 32
      case 0xdf:
        return this.#map(this.unsigned(2 << (head - 0xde)), depth);
      default:
        throw new DecodeError(
          `0x${head.toString(16)} starts no value that is allowed`,
        );
    }
  }

  #array(count: number, depth: number): void {
    this.#enter(count, depth);
    for (let i = 0; i < count; i++) this.value(depth + 1);
  }

  #map(count: number, depth: number): void {
    this.#enter(2 * count, depth);
    for (let i = 0; i < count; i++) {
      this.#key();
      this.value(depth + 1);
    }
  }

  /** Each element takes a byte at least: a greater count is a lie. */
  #enter(elements: number, depth: number): void {
    if (depth >= this.#maxDepth) {
      throw new DecodeError(
        `the value is nested deeper than ${this.#maxDepth}`,
      );
    }
    this.need(elements);
  }

  #key(): void {
    const length = this.#keyLength();
    for (const key of FORBIDDEN_KEYS) {
      if (key.length !== length || !this.takes(key)) continue;
      throw new DecodeError(`the key "${key}" is not allowed`);
    }
    // As a rule there is nothing to decode, which would take very long.
    if (this.takesAscii(length)) return;
    assertUtf8(this.raw(length));
  }

  #keyLength(): number {
    const head = this.unsigned(1);
    if (head >= 0xa0 && head <= 0xbf) return head & 0x1f;
    if (head >= 0xd9 && head <= 0xdb) return this.unsigned(1 << (head - 0xd9));
    throw new DecodeError("a key is not a string");
  }

  #extension(length: number): void {
    const type = this.unsigned(1) << 24 >> 24;
    const known = length === 4 || length === 8 || length === 12;
    if (type !== TIMESTAMP_EXTENSION || !known) {
      throw new DecodeError(`extension ${type} is not allowed`);
    }
    this.pass(length);
  }
}

// It keeps nothing from one call to the next but memory.
const scanner = new Scanner();

function assertUtf8(bytes: Uint8Array): void {
  try {
    keyDecoder.decode(bytes);
  } catch (cause) {
    throw new DecodeError("a key is not UTF-8", { cause });
  }
}
