/** The digits of RFC 4648. */
const DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * Bytes as base32, in lower case, without padding.
 *
 * @example
 * ```ts
 * import { encodeBase32 } from "kozo";
 * import assert from "node:assert/strict";
 *
 * assert.equal(encodeBase32(new TextEncoder().encode("kozo")), "nnxxu3y");
 * ```
 */
export function encodeBase32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) {
      text += DIGITS[(held >> (bits - 5)) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + DIGITS[(held << (5 - bits)) & 31];
}

/** The bytes of base32, in either case; nothing when it is none. */
export function decodeBase32(text: string): Uint8Array | undefined {
  let bits = 0;
  let held = 0;
  const bytes: number[] = [];
  for (const letter of text.toLowerCase()) {
    const digit = DIGITS.indexOf(letter);
    if (digit < 0) return undefined;
    held = (held << 5) | digit;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
    held &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}
