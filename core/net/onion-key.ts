import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { onionNameOf } from "./onion-name.ts";

/** Bytes at the end of a DER encoding that are the key itself. */
const KEY_LENGTH = 32;

/**
 * The key of an onion service, by which it has its name. Its file is PKCS#8 in
 * PEM, as `openssl genpkey -algorithm ed25519` makes it.
 */
export class OnionKey {
  /** The service's name, `….onion`. */
  readonly name: string;
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    this.#key = key;
    this.name = onionNameOf(this.publicKey);
  }

  /** Makes a new one. */
  static generate(): OnionKey {
    return new OnionKey(generateKeyPairSync("ed25519").privateKey);
  }

  /**
   * Reads a key from the text of its file.
   *
   * @returns nothing when the text is no such key
   */
  static parse(pem: string): OnionKey | undefined {
    try {
      const key = createPrivateKey(pem);
      return key.asymmetricKeyType === "ed25519"
        ? new OnionKey(key)
        : undefined;
    } catch {
      // Whatever node:crypto says of it, nobody could mend it.
      return undefined;
    }
  }

  /** The public half: 32 bytes. */
  get publicKey(): Uint8Array {
    return createPublicKey(this.pem).export({ format: "der", type: "spki" })
      .subarray(-KEY_LENGTH);
  }

  /** What its file says. */
  get pem(): string {
    return this.#key.export({ format: "pem", type: "pkcs8" }).toString();
  }

  /** The private half as Tor keeps it: what SHA-512 makes of the seed. */
  get expanded(): Uint8Array {
    const der = this.#key.export({ format: "der", type: "pkcs8" });
    const hash = createHash("sha512").update(der.subarray(-KEY_LENGTH));
    const bytes = hash.digest();
    bytes[0] = (bytes[0] ?? 0) & 248;
    bytes[31] = (bytes[31] ?? 0) & 127 | 64;
    return bytes;
  }
}
