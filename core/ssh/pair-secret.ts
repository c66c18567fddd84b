import { Buffer } from "node:buffer";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { parseKey } from "./ssh2.ts";

/** The prime of Curve25519's field. */
const P = 2n ** 255n - 19n;

/** What comes before an X25519 key in DER: PKCS#8, SubjectPublicKeyInfo. */
const HEADS = {
  private: Buffer.from("302e020100300506032b656e04220420", "hex"),
  public: Buffer.from("302a300506032b656e032100", "hex"),
};

/** Bytes of a key. */
const LENGTH = 32;

/**
 * A secret that two nodes have in common without a word: each computes it from
 * its own private key and the other's public one, and nobody else can. It tells
 * nothing of the keys, so that it can be handed to another program.
 *
 * Both have to have ed25519 keys. The key that signs also agrees here, on the
 * birationally equivalent Curve25519.
 *
 * @param privateKey the text of the own key's file
 * @param publicKey the line of the other's
 * @param purpose what it is for: each has a secret of its own
 * @returns 32 bytes; nothing when one of the keys is no ed25519 key
 *
 * @example
 * ```ts
 * import { pairSecret } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7";
 * assert.equal(pairSecret("no key", rsa, "example"), undefined);
 * ```
 */
export function pairSecret(
  privateKey: string,
  publicKey: string,
  purpose: string,
): Uint8Array | undefined {
  const own = agreeingPrivate(privateKey);
  const other = agreeingPublic(publicKey);
  if (own === undefined || other === undefined) return undefined;
  const shared = diffieHellman({ privateKey: own, publicKey: other });
  return new Uint8Array(hkdfSync("sha256", shared, "kozo", purpose, LENGTH));
}

/** The private half that signs, as it agrees on secrets. */
function agreeingPrivate(text: string): KeyObject | undefined {
  const parsed = parseKey(text);
  if (parsed instanceof Error || parsed.type !== "ssh-ed25519") {
    return undefined;
  }
  const der = createPrivateKey(parsed.getPrivatePEM())
    .export({ format: "der", type: "pkcs8" });
  const hash = createHash("sha512").update(der.subarray(-LENGTH)).digest();
  const key = Buffer.concat([HEADS.private, hash.subarray(0, LENGTH)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

/** The public half that checks signatures, as it agrees on secrets. */
function agreeingPublic(line: string): KeyObject | undefined {
  const [type, base64 = ""] = line.split(" ");
  if (type !== "ssh-ed25519") return undefined;
  const point = Buffer.from(base64, "base64").subarray(-LENGTH);
  const y = toInteger(point) & (2n ** 255n - 1n);
  const u = modulo((1n + y) * inverse(1n - y));
  const key = Buffer.concat([HEADS.public, toBytes(u)]);
  return createPublicKey({ key, format: "der", type: "spki" });
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * LENGTH, "0"), "hex")
    .reverse();
}

function modulo(value: bigint): bigint {
  return ((value % P) + P) % P;
}

/** By Fermat's little theorem. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = modulo(value);
  for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = modulo(result * base);
    base = modulo(base * base);
  }
  return result;
}
