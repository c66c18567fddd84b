import { Decoder, Encoder } from "@msgpack/msgpack";
import { DecodeError, MessageError } from "../errors.ts";
import { FORBIDDEN_KEYS, scan } from "./scan.ts";
import { Slab } from "./slab.ts";

/** How deep arrays and objects may be nested in a role's data. */
export const MAX_DEPTH = 32;

// They keep nothing from one call to the next but memory.
const slab = new Slab();
const encoder = new Encoder({
  ignoreUndefined: true,
  maxDepth: MAX_DEPTH + 1,
  useBigInt64: true,
});
const decoder = new Decoder({ useBigInt64: true });

/**
 * Turns a role's data into MessagePack.
 *
 * @throws {MessageError} when it holds something that no node could read
 */
export function encodeValue(value: unknown): Uint8Array {
  return copyBytes(encodeShared(value));
}

/**
 * {@link encodeValue} for whoever copies the bytes at once: the next call uses
 * their memory again.
 *
 * @throws {MessageError} when it holds something that no node could read
 */
export function encodeShared(value: unknown): Uint8Array {
  assertSendable(value, "data", 0);
  return encoder.encodeSharedRef(value);
}

/**
 * Turns MessagePack into a role's data, which shares no memory with it.
 *
 * @throws {DecodeError} when the bytes are no value, or one that is not allowed
 */
export function decodeValue(bytes: Uint8Array): unknown {
  scan(bytes, MAX_DEPTH);
  // Decoded bytes are a view of what they were decoded from.
  return decodeScanned(copyBytes(bytes));
}

/** What bytes, which need no decoder, have before them, by its first byte. */
const BYTES_HEADS: ReadonlyMap<number | undefined, number> = new Map([
  [0xc4, 2], // bin 8, 16, 32
  [0xc5, 3],
  [0xc6, 5],
]);

/**
 * Turns MessagePack into a role's data, which may be a view of it.
 *
 * @param bytes what is known to hold nothing that is not allowed
 * @throws {DecodeError} when the bytes are no value
 */
export function decodeScanned(bytes: Uint8Array): unknown {
  const head = BYTES_HEADS.get(bytes[0]);
  if (head !== undefined) return bytes.subarray(head);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new DecodeError("the value cannot be decoded", { cause });
  }
}

/** The same bytes in memory of their own. */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  return slab.copy(bytes);
}

/** What MessagePack would turn into something else silently is refused here. */
function assertSendable(value: unknown, path: string, depth: number): void {
  switch (typeof value) {
    case "undefined":
    case "boolean":
    case "number":
    case "string":
      return;
    case "bigint":
      if (BigInt.asIntN(64, value) === value) return;
      if (BigInt.asUintN(64, value) === value) return;
      return refuse(path, "an integer of more than 64 bits");
    case "object":
      return assertSendableObject(value, path, depth);
    default:
      return refuse(path, `a ${typeof value}`);
  }
}

function assertSendableObject(
  value: object | null,
  path: string,
  depth: number,
): void {
  if (value === null || value instanceof Uint8Array) return;
  if (value instanceof Date) {
    return isNaN(value.getTime()) ? refuse(path, "an invalid Date") : undefined;
  }
  if (depth >= MAX_DEPTH) {
    return refuse(path, `something nested deeper than ${MAX_DEPTH}`);
  }
  if (Array.isArray(value)) {
    value.forEach((element, i) =>
      assertSendable(element, `${path}[${i}]`, depth + 1)
    );
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return refuse(path, `a ${prototype.constructor?.name ?? "class"}`);
  }
  for (const [key, element] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key) || !key.isWellFormed()) refuseKey(path, key);
    assertSendable(element, `${path}.${key}`, depth + 1);
  }
}

function refuse(path: string, found: string): never {
  throw new MessageError(
    `Cannot send the message: "${path}" is ${found}, expected null, a ` +
      "boolean, number, string, Date, Uint8Array, or an array or plain object " +
      "of these",
  );
}

function refuseKey(path: string, key: string): never {
  throw new MessageError(
    `Cannot send the message: "${path}" has the key ${JSON.stringify(key)}, ` +
      "which no node takes: give it another name",
  );
}
