import { alignmentOf, membersOf, splitSignature } from "./signature.ts";
import { type DbusValue, Variant } from "./value.ts";

/** Writes values as D-Bus has them, the low byte first. */
export class DbusWriter {
  #bytes = new Uint8Array(256);
  #size = 0;

  /** What has been written. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#size);
  }

  /**
   * Writes a value of each type in a signature.
   *
   * @throws {TypeError} when a value is not of its type
   */
  writeAll(signature: string, values: readonly DbusValue[]): void {
    const types = splitSignature(signature);
    if (types.length !== values.length) {
      throw new TypeError(`"${signature}" is not for ${values.length} values`);
    }
    types.forEach((type, index) => this.#write(type, values[index]));
  }

  /** Goes to the next multiple of so many bytes. */
  align(alignment: number): void {
    const size = Math.ceil(this.#size / alignment) * alignment;
    this.#reserve(size - this.#size);
    this.#size = size;
  }

  /** Appends bytes as they are. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  #write(type: string, value: DbusValue | undefined): void {
    switch (type.charAt(0)) {
      case "s":
      case "o":
        return this.#text(String(value));
      case "g":
        return this.#signature(String(value));
      case "v":
        return this.#variant(asVariant(value));
      case "a":
        return this.#array(type.slice(1), asList(value));
      case "(":
      case "{":
        this.align(8);
        return this.writeAll(membersOf(type).join(""), asList(value));
      default:
        return this.#number(type, value);
    }
  }

  #number(type: string, value: DbusValue | undefined): void {
    const size = alignmentOf(type);
    this.align(size);
    this.#reserve(size);
    const view = new DataView(this.#bytes.buffer, this.#size);
    switch (type) {
      case "y":
        view.setUint8(0, Number(value));
        break;
      case "b":
        view.setUint32(0, value === true ? 1 : 0, true);
        break;
      case "n":
        view.setInt16(0, Number(value), true);
        break;
      case "q":
        view.setUint16(0, Number(value), true);
        break;
      case "i":
        view.setInt32(0, Number(value), true);
        break;
      case "u":
        view.setUint32(0, Number(value), true);
        break;
      case "x":
        view.setBigInt64(0, asBigInt(value), true);
        break;
      case "t":
        view.setBigUint64(0, asBigInt(value), true);
        break;
      case "d":
        view.setFloat64(0, Number(value), true);
        break;
    }
    this.#size += size;
  }

  #text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#number("u", bytes.length);
    this.append(bytes);
    this.append(new Uint8Array(1));
  }

  #signature(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.append(new Uint8Array([bytes.length, ...bytes, 0]));
  }

  #variant({ signature, value }: Variant): void {
    this.#signature(signature);
    this.writeAll(signature, [value]);
  }

  #array(type: string, values: readonly DbusValue[]): void {
    this.#number("u", 0);
    const lengthAt = this.#size - 4;
    this.align(alignmentOf(type));
    const start = this.#size;
    for (const value of values) this.#write(type, value);
    const view = new DataView(this.#bytes.buffer);
    view.setUint32(lengthAt, this.#size - start, true);
  }

  #reserve(more: number): void {
    const needed = this.#size + more;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}

function asVariant(value: DbusValue | undefined): Variant {
  if (value instanceof Variant) return value;
  throw new TypeError(`${value} is not a variant`);
}

function asList(value: DbusValue | undefined): readonly DbusValue[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${value} is not a list`);
}

function asBigInt(value: DbusValue | undefined): bigint {
  if (typeof value === "bigint") return value;
  throw new TypeError(`${value} is not a bigint`);
}
