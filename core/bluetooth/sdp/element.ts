import { Buffer } from "node:buffer";
import { DecodeError } from "../../errors.ts";
import { uuidFromBytes, uuidToBytes } from "./uuid.ts";

/** A value of the Service Discovery Protocol, as records are made of them. */
export type SdpElement =
  | { readonly type: "nil" }
  | {
    readonly type: "uint" | "int";
    /** Bytes that it takes. */
    readonly size: 1 | 2 | 4 | 8 | 16;
    readonly value: bigint;
  }
  | { readonly type: "uuid" | "text" | "url"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | {
    readonly type: "sequence" | "alternative";
    readonly items: readonly SdpElement[];
  };

/** Types by their number. */
const TYPES = [
  "nil",
  "uint",
  "int",
  "uuid",
  "text",
  "boolean",
  "sequence",
  "alternative",
  "url",
] as const;

/** Sizes that have a number of their own, by that. */
const SIZES = [1, 2, 4, 8, 16] as const;

/** Numbers that say how many bytes the length takes that follows. */
const LENGTH_IN = { 5: 1, 6: 2, 7: 4 } as const;

/** How deep sequences may lie in each other. */
const DEEPEST = 16;

/** Numbers, UUIDs and truths in SDP's bytes may have these sizes. */
const ALLOWED_SIZES: Readonly<Record<string, readonly number[]>> = {
  uint: SIZES,
  int: SIZES,
  uuid: [2, 4, 16],
  boolean: [1],
};

/** A whole number of 8, 16 or 32 bits. */
export function uint(size: 1 | 2 | 4, value: number): SdpElement {
  return { type: "uint", size, value: BigInt(value) };
}

/** A list of values. */
export function sequence(...items: SdpElement[]): SdpElement {
  return { type: "sequence", items };
}

/** A UUID. */
export function uuid(value: string): SdpElement {
  return { type: "uuid", value: value.toLowerCase() };
}

/** Gives the bytes of a value. */
export function encodeElement(
  element: SdpElement,
): Uint8Array<ArrayBuffer> {
  const body = encodeBody(element);
  const type = TYPES.indexOf(element.type) << 3;
  if (element.type === "nil") return new Uint8Array([type]);
  if (element.type in ALLOWED_SIZES) {
    const size = SIZES.findIndex((size) => size === body.length);
    return Buffer.concat([new Uint8Array([type | size]), body]);
  }
  return Buffer.concat([lengthHeader(type, body.length), body]);
}

/**
 * Reads a value.
 *
 * @returns the value, and the bytes after it
 * @throws {DecodeError} when there is none
 */
export function decodeElement(
  bytes: Uint8Array,
  depth = 0,
): readonly [element: SdpElement, rest: Uint8Array] {
  if (depth > DEEPEST) throw bad(`more than ${DEEPEST} sequences deep`);
  const [header] = bytes;
  if (header === undefined) throw bad("a value is missing");
  const type = TYPES[header >> 3];
  if (type === undefined) throw bad(`the type ${header >> 3} is unknown`);
  const [start, length] = extent(bytes, type, header & 7);
  if (start + length > bytes.length) throw bad("a value is cut off");
  const body = bytes.subarray(start, start + length);
  return [decodeBody(type, body, depth), bytes.subarray(start + length)];
}

/** Reads values until nothing is left. */
export function decodeElements(bytes: Uint8Array, depth = 0): SdpElement[] {
  const elements: SdpElement[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const [element, after] = decodeElement(rest, depth);
    elements.push(element);
    rest = after;
  }
  return elements;
}

function encodeBody(element: SdpElement): Uint8Array<ArrayBuffer> {
  switch (element.type) {
    case "nil":
      return new Uint8Array(0);
    case "uint":
    case "int":
      return encodeInteger(element.size, element.value);
    case "uuid":
      return uuidToBytes(element.value);
    case "text":
    case "url":
      return new TextEncoder().encode(element.value);
    case "boolean":
      return new Uint8Array([element.value ? 1 : 0]);
    case "sequence":
    case "alternative":
      return Buffer.concat(element.items.map(encodeElement));
  }
}

function decodeBody(
  type: SdpElement["type"],
  body: Uint8Array,
  depth: number,
): SdpElement {
  switch (type) {
    case "nil":
      return { type };
    case "uint":
    case "int":
      return decodeInteger(type, body);
    case "uuid":
      return { type, value: uuidFromBytes(body) };
    case "text":
    case "url":
      return { type, value: new TextDecoder().decode(body) };
    case "boolean":
      return { type, value: body[0] !== 0 };
    case "sequence":
    case "alternative":
      return { type, items: decodeElements(body, depth + 1) };
  }
}

/** Where a value's body starts, and how long it is. */
function extent(
  bytes: Uint8Array,
  type: SdpElement["type"],
  sizeIndex: number,
): readonly [start: number, length: number] {
  if (type === "nil") {
    if (sizeIndex === 0) return [1, 0];
  } else if (type in ALLOWED_SIZES) {
    const size = SIZES[sizeIndex];
    if (size !== undefined && ALLOWED_SIZES[type]?.includes(size)) {
      return [1, size];
    }
  } else if (sizeIndex === 5 || sizeIndex === 6 || sizeIndex === 7) {
    const digits = LENGTH_IN[sizeIndex];
    if (bytes.length < 1 + digits) throw bad("a length is cut off");
    return [1 + digits, toNumber(bytes.subarray(1, 1 + digits))];
  }
  throw bad(`a value of the type "${type}" has the size ${sizeIndex}`);
}

function lengthHeader(type: number, length: number): Uint8Array<ArrayBuffer> {
  if (length < 0x100) return new Uint8Array([type | 5, length]);
  if (length < 0x10000) {
    return new Uint8Array([type | 6, length >> 8, length & 0xff]);
  }
  return Buffer.concat([
    new Uint8Array([type | 7]),
    encodeInteger(4, BigInt(length)),
  ]);
}

function encodeInteger(
  size: number,
  value: bigint,
): Uint8Array<ArrayBuffer> {
  const digits = BigInt.asUintN(size * 8, value).toString(16);
  return Uint8Array.fromHex(digits.padStart(size * 2, "0"));
}

function decodeInteger(type: "uint" | "int", body: Uint8Array): SdpElement {
  const unsigned = BigInt(`0x${body.toHex()}`);
  const bits = body.length * 8;
  const value = type === "int" ? BigInt.asIntN(bits, unsigned) : unsigned;
  // extent() lets no other size through.
  return { type, size: body.length as typeof SIZES[number], value };
}

function toNumber(bytes: Uint8Array): number {
  return Number.parseInt(bytes.toHex(), 16);
}

function bad(what: string): DecodeError {
  return new DecodeError(`Cannot read what a device says of itself: ${what}`);
}
