import { Buffer } from "node:buffer";
import { generateKeyPairSync, parseKey } from "./ssh2.ts";

/** Two halves that belong together, in OpenSSH's format. */
export interface KeyPair {
  /** The text of the private key's file. */
  readonly privateKey: string;
  /** The line of the public key's file. */
  readonly publicKey: string;
}

/** Bits of a new RSA key, as many as ssh-keygen makes. */
const RSA_BITS = 3072;

/**
 * Makes a new key pair, without a passphrase.
 *
 * @param type default: ed25519; RSA takes about a second
 */
export function generateKeyPair(type: "ed25519" | "rsa" = "ed25519"): KeyPair {
  while (true) {
    const pair = type === "rsa"
      ? generateKeyPairSync("rsa", { bits: RSA_BITS })
      : generateKeyPairSync("ed25519");
    // Of ssh2's ed25519 keys, 1 in 300 is broken: it loses a leading zero.
    if (works(pair)) {
      return { privateKey: pair.private, publicKey: pair.public };
    }
  }
}

/** Whether what the private half signs, the public half takes for its own. */
function works(pair: { private: string; public: string }): boolean {
  const privateKey = parseKey(pair.private);
  const publicKey = parseKey(pair.public);
  if (privateKey instanceof Error || publicKey instanceof Error) return false;
  const text = Buffer.from("kozo");
  const signature: unknown = privateKey.sign(text);
  // Both return an Error instead of throwing it.
  return Buffer.isBuffer(signature) &&
    publicKey.verify(text, signature) === true;
}
