import { Buffer } from "node:buffer";
import { KozoError } from "../errors.ts";
import { hasPrivateKey } from "../secret-texts.ts";
import { shorten } from "../shorten.ts";
import { printable } from "../text.ts";
import { keyFingerprint } from "./identity.ts";
import { parseKey } from "./ssh2.ts";

/** A node's public key. */
export interface PublicKey {
  /** `ssh-ed25519` or `ssh-rsa`. */
  readonly type: string;
  /** The type and the base64 of the blob, without a comment. */
  readonly line: string;
  /** How long it is: 256 for every ed25519 key. */
  readonly bits: number;
  /** The key as SSH sends it. */
  readonly blob: Uint8Array;
  /** The fingerprint as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

/** Bits below which an RSA key protects nothing any more. */
const LEAST_RSA_BITS = 2048;

/** Bytes of the key itself in an ed25519 key. */
const ED25519_BYTES = 32;

/** What to do about a key that cannot be used. */
const MAKE_ANOTHER =
  "make another one with \"ssh-keygen -t ed25519 -N '' -f new.key\"";

/** What to do about a key that got lost on the way. */
const DAMAGED = "it is damaged: copy the whole line again";

/**
 * Reads a public key as it stands in a `.pub` file.
 *
 * @param line type, base64, and perhaps a comment
 * @throws {KozoError} when it is no key, or one of a kind that is not used
 */
export function parsePublicKey(line: string): PublicKey {
  if (hasPrivateKey(line)) {
    throw new KozoError(
      "Cannot use this as a public key: it is a private one, which nobody " +
        'else may see; the public one is in the file with ".pub" at the end',
    );
  }
  const key = examinePublicKey(line);
  if (typeof key !== "string") return key;
  throw new KozoError(`Cannot use the public key "${excerpt(line)}": ${key}`);
}

/**
 * Reads a public key.
 *
 * @param makeAnother what to do about one of a kind that is not used
 * @returns the key, or what keeps it from being used, for a message
 */
export function examinePublicKey(
  line: string,
  makeAnother = MAKE_ANOTHER,
): PublicKey | string {
  const [type = "", base64 = ""] = line.trim().split(/\s+/);
  const blob = Buffer.from(base64, "base64");
  const fault = typeFault(type, line, makeAnother) ??
    blobFault(type, blob, makeAnother);
  if (fault !== undefined) return fault;
  return {
    type,
    line: `${type} ${blob.toString("base64")}`,
    bits: bitsOf(type, blob),
    blob: new Uint8Array(blob),
    fingerprint: keyFingerprint(blob),
  };
}

function typeFault(
  type: string,
  line: string,
  makeAnother: string,
): string | undefined {
  if (type === "ssh-ed25519" || type === "ssh-rsa") {
    return /[\r\n]/.test(line.trim()) ? "expected a single line" : undefined;
  }
  return /^(?:sk-)?(?:ssh|ecdsa)-\S+$/.test(type)
    ? `keys of the type "${excerpt(type)}" are not used: ${makeAnother}`
    : 'expected a line such as "ssh-ed25519 AAAA…"';
}

function blobFault(
  type: string,
  blob: Buffer,
  makeAnother: string,
): string | undefined {
  const key = parseKey(`${type} ${blob.toString("base64")}`);
  const parts = splitBlob(blob);
  if (key instanceof Error || parts?.[0]?.toString() !== type) return DAMAGED;
  const numbers = parts.slice(1);
  return type === "ssh-rsa"
    ? rsaFault(numbers, makeAnother)
    : ed25519Fault(numbers);
}

/** @param blob a key without faults */
function bitsOf(type: string, blob: Buffer): number {
  return type === "ssh-rsa"
    ? bitLength(splitBlob(blob)?.[2])
    : 8 * ED25519_BYTES;
}

function rsaFault(
  numbers: readonly Buffer[],
  makeAnother: string,
): string | undefined {
  if (numbers.length !== 2) return DAMAGED;
  const bits = bitLength(numbers[1]);
  return bits < LEAST_RSA_BITS
    ? `it has ${bits} bits, at least ${LEAST_RSA_BITS} are needed: ` +
      makeAnother
    : undefined;
}

function ed25519Fault(numbers: readonly Buffer[]): string | undefined {
  return numbers.length === 1 && numbers[0]?.length === ED25519_BYTES
    ? undefined
    : DAMAGED;
}

/** The length-prefixed parts of a key, or nothing when they do not add up. */
function splitBlob(blob: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    parts.push(blob.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

/** Bits of a big-endian number. */
function bitLength(number: Uint8Array | undefined): number {
  const hex = Buffer.from(number ?? []).toString("hex").replace(/^0+/, "");
  if (hex === "") return 0;
  const highest = parseInt(hex.charAt(0), 16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(highest));
}

function excerpt(text: string): string {
  return printable(shorten(text, 40));
}
