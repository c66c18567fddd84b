import { Decoder, Encoder } from "@msgpack/msgpack";
import { DecodeError } from "../errors.ts";
import { scan } from "./scan.ts";
import { assertSendable, MAX_DEPTH } from "./sendable.ts";
import { Slab } from "./slab.ts";

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
  assertSendable(value);
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

/**
 * Turns MessagePack into a role's data, which may be a view of it.
 *
 * @param bytes what is known to hold nothing that is not allowed
 * @throws {DecodeError} when the bytes are no value
 */
export function decodeScanned(bytes: Uint8Array): unknown {
  // Bytes, which many send, need no decoder: bin 8, 16, 32.
  const head = bytes[0] ?? 0;
  if (head >= 0xc4 && head <= 0xc6) {
    return bytes.subarray(1 + (1 << (head - 0xc4)));
  }
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
