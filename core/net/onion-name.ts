import { createHash } from "node:crypto";
import { decodeBase32, encodeBase32 } from "./base32.ts";

const SUFFIX = ".onion";

/** The version of onion services that there is today. */
const VERSION = 3;

/** Letters and digits before the suffix. */
const LENGTH = 56;

/** Those of the versions before. */
const FORMER_LENGTH = 16;

/** Bytes of a service's public key, an ed25519 key. */
const KEY_LENGTH = 32;

/** What name servers take for the same name as that without it. */
const DOTS = /\.+$/;

/** Whether a host is an onion service, by its name alone. */
export function isOnionName(host: string): boolean {
  return host.replace(DOTS, "").toLowerCase().endsWith(SUFFIX);
}

/** The name of the service whose public key this is. */
export function onionNameOf(publicKey: Uint8Array): string {
  const bytes = [...publicKey, ...checksumOf(publicKey), VERSION];
  return encodeBase32(Uint8Array.from(bytes)) + SUFFIX;
}

/**
 * What keeps a name from being that of an onion service, to follow "which".
 *
 * @returns nothing when it is one
 *
 * @example
 * ```ts
 * import { onionNameFault } from "kozo";
 * import assert from "node:assert/strict";
 *
 * assert.match(onionNameFault("kozo.onion") ?? "", /expected 56 letters/);
 * const name = "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion";
 * assert.equal(onionNameFault(name), undefined);
 * ```
 */
export function onionNameFault(name: string): string | undefined {
  if (isOnionName(name) && DOTS.test(name)) {
    return "ends in a dot: leave that out";
  }
  const digits = name.slice(0, -SUFFIX.length);
  if (isOnionName(name) && digits.length === FORMER_LENGTH) {
    return `is an onion address of ${FORMER_LENGTH} letters and digits, which ` +
      "Tor knows no more since 2021: remove it, or write the new one";
  }
  if (!isOnionName(name) || digits.length !== LENGTH) {
    return 'is no onion address: expected 56 letters and digits, then ".onion"';
  }
  const bytes = decodeBase32(digits);
  if (bytes === undefined) {
    return "is no onion address: it takes the letters a to z and the digits 2 " +
      "to 7";
  }
  if (bytes.at(-1) !== VERSION) {
    return "is an onion address of another version than 3";
  }
  return onionNameOf(bytes.subarray(0, KEY_LENGTH)) === name.toLowerCase()
    ? undefined
    : "has a typing error: its checksum is wrong; copy it again";
}

function checksumOf(publicKey: Uint8Array): Uint8Array {
  return createHash("sha3-256").update(".onion checksum").update(publicKey)
    .update(Uint8Array.of(VERSION)).digest().subarray(0, 2);
}
