import { DecodeError } from "../errors.ts";
import {
  alignmentOf,
  DEEPEST,
  membersOf,
  splitSignature,
} from "./signature.ts";
import { type DbusValue, Variant } from "./value.ts";

/** Reads values as D-Bus has them. */
export class DbusReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittle: boolean;
  #at = 0;

  /** @param isLittle whether the low byte comes first */
  constructor(bytes: Uint8Array, isLittle: boolean) {
    const { buffer, byteOffset, length } = bytes;
    this.#bytes = bytes;
    this.#view = new DataView(buffer, byteOffset, length);
    this.#isLittle = isLittle;
  }

  /**
   * Reads a value of each type in a signature.
   *
   * @throws {DecodeError} when they are not there
   */
  readAll(signature: string, depth = 0): DbusValue[] {
    if (depth > DEEPEST) throw bad(`it is more than ${DEEPEST} levels deep`);
    return splitSignature(signature).map((type) => this.#read(type, depth));
  }

  /** Goes to the next multiple of so many bytes. */
  align(alignment: number): void {
    const next = Math.ceil(this.#at / alignment) * alignment;
    this.#take(next - this.#at);
  }

  #read(type: string, depth: number): DbusValue {
    switch (type.charAt(0)) {
      case "s":
      case "o":
        return this.#text(this.#number("u"));
      case "g":
        return this.#text(this.#number("y"));
      case "v":
        return this.#variant(depth);
      case "a":
        return this.#array(type.slice(1), depth);
      case "(":
      case "{":
        this.align(8);
        return this.readAll(membersOf(type).join(""), depth + 1);
      case "b":
        return this.#number("u") !== 0;
      case "x":
        return this.#view.getBigInt64(this.#start(8), this.#isLittle);
      case "t":
        return this.#view.getBigUint64(this.#start(8), this.#isLittle);
      default:
        return this.#number(type);
    }
  }

  #number(type: string): number {
    const at = this.#start(alignmentOf(type));
    switch (type) {
      case "y":
        return this.#view.getUint8(at);
      case "n":
        return this.#view.getInt16(at, this.#isLittle);
      case "q":
        return this.#view.getUint16(at, this.#isLittle);
      case "i":
        return this.#view.getInt32(at, this.#isLittle);
      case "d":
        return this.#view.getFloat64(at, this.#isLittle);
      default:
        return this.#view.getUint32(at, this.#isLittle);
    }
  }

  #text(length: number): string {
    const start = this.#take(length + 1);
    return new TextDecoder().decode(
      this.#bytes.subarray(start, start + length),
    );
  }

  #variant(depth: number): Variant {
    const signature = this.#text(this.#number("y"));
    const [value, ...more] = this.readAll(signature, depth + 1);
    if (value === undefined || more.length > 0) {
      throw bad(`a variant has the signature "${signature}"`);
    }
    return new Variant(signature, value);
  }

  #array(type: string, depth: number): DbusValue[] {
    const length = this.#number("u");
    this.align(alignmentOf(type));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw bad("an array is cut off");
    const values: DbusValue[] = [];
    while (this.#at < end) values.push(this.#read(type, depth + 1));
    if (this.#at > end) throw bad("an array is longer than it says");
    return values;
  }

  /** Where a number starts that is as long as its alignment. */
  #start(size: number): number {
    this.align(size);
    return this.#take(size);
  }

  #take(size: number): number {
    const start = this.#at;
    if (start + size > this.#bytes.length) throw bad("it is cut off");
    this.#at += size;
    return start;
  }
}

function bad(what: string): DecodeError {
  return new DecodeError(`Cannot read a message of D-Bus: ${what}`);
}
