import { DecodeError } from "../errors.ts";
import { Cursor } from "./cursor.ts";
import type { Span } from "./span.ts";

/** Bytes of a string up to which a look is faster than to decode it. */
const SHORT = 63;

/** The last short text of each field: as a rule the next one is the same. */
const recent = new Map<string, string>();

const textDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the fields of a frame, a MessagePack array, one after the other. It
 * builds nothing but what it is asked for. What it cannot read is refused by a
 * {@link DecodeError} that names the field.
 */
export class FieldReader extends Cursor {
  /** Fields that are still to be read. */
  #left = 0;
  /** What has the frame, which has many others as a rule. */
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /**
   * Reads the fields of another frame from now on.
   *
   * @throws {DecodeError} unless an array begins there
   */
  begin(body: Span): void {
    this.read(body);
    const { bytes } = body;
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#left = this.#arrayHead();
  }

  number(name: string): number {
    const value = this.#number(this.#tag(name));
    if (value !== undefined && Number.isFinite(value)) return value;
    return refuse(name, "a finite number");
  }

  between(name: string, least: number, most: number): number {
    const value = this.number(name);
    if (value >= least && value <= most) return value;
    return refuse(name, `from ${least} to ${most}`);
  }

  integer(name: string, least: number): number {
    const value = this.number(name);
    if (Number.isSafeInteger(value) && value >= least) return value;
    return refuse(name, `an integer from ${least}`);
  }

  string(name: string): string {
    return this.#string(this.#tag(name), name);
  }

  optionalString(name: string): string | undefined {
    const tag = this.#tag(name);
    return tag === NIL ? undefined : this.#string(tag, name);
  }

  /** The bytes, as a view of those that are read. */
  bytes(name: string): Uint8Array {
    const tag = this.#tag(name);
    if (tag < 0xc4 || tag > 0xc6) return refuse(name, "bytes");
    return this.raw(this.unsigned(1 << (tag - 0xc4))); // bin 8, 16, 32
  }

  /** Makes sure that nothing is left. */
  override end(): void {
    if (this.#left > 0) {
      throw new DecodeError(`a frame has ${this.#left} fields too many`);
    }
    super.end();
  }

  #arrayHead(): number {
    const tag = this.unsigned(1);
    if (tag >= 0x90 && tag <= 0x9f) return tag & 0x0f;
    if (tag === 0xdc) return this.unsigned(2);
    if (tag === 0xdd) return this.unsigned(4);
    throw new DecodeError("a frame is not an array");
  }

  /** What the next field begins with. */
  #tag(name: string): number {
    if (this.#left === 0) return refuse(name, "there");
    this.#left--;
    return this.unsigned(1);
  }

  #number(tag: number): number | undefined {
    if (tag <= 0x7f) return tag;
    if (tag >= 0xe0) return tag - 0x100;
    const size = tag >= 0xd0 ? 1 << (tag - 0xd0) : 1 << (tag - 0xcc);
    switch (tag) {
      case 0xca: // float 32, 64
        return this.#view.getFloat32(this.pass(4));
      case 0xcb:
        return this.#view.getFloat64(this.pass(8));
      case 0xcc: // uint 8, 16, 32, 64
      case 0xcd:
      case 0xce:
        return this.unsigned(size);
      case 0xcf:
        return Number(this.#view.getBigUint64(this.pass(8)));
      case 0xd0: // int 8, 16, 32, 64
      case 0xd1:
      case 0xd2:
        return signed(this.unsigned(size), size);
      case 0xd3:
        return Number(this.#view.getBigInt64(this.pass(8)));
    }
    return undefined;
  }

  #string(tag: number, name: string): string {
    if (tag >= 0xa0 && tag <= 0xbf) return this.#text(tag & 0x1f, name);
    if (tag < 0xd9 || tag > 0xdb) return refuse(name, "a string");
    return this.#text(this.unsigned(1 << (tag - 0xd9)), name); // str 8, 16, 32
  }

  #text(size: number, name: string): string {
    const last = recent.get(name);
    if (last?.length === size && this.takes(last)) return last;
    const bytes = this.raw(size);
    try {
      const text = textDecoder.decode(bytes);
      if (size <= SHORT && text.length === size) recent.set(name, text);
      return text;
    } catch {
      return refuse(name, "UTF-8");
    }
  }
}

const NIL = 0xc0;

function signed(value: number, size: number): number {
  const half = 2 ** (8 * size - 1);
  return value >= half ? value - 2 * half : value;
}

function refuse(name: string, expected: string): never {
  throw new DecodeError(`the field "${name}" of a frame is not ${expected}`);
}
