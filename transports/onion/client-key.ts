import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { pairSecret } from "kozo";

/** What comes before the secret of an X25519 key in DER. */
const HEAD = Buffer.from("302e020100300506032b656e04220420", "hex");

/** Bytes of either half. */
const LENGTH = 32;

/** What proves to an onion service that one may use it. */
export interface ClientKey {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

/**
 * The key by which a node is let in to another's onion service. Both nodes know
 * it, by their keys in the configuration; so it has to be copied nowhere.
 *
 * @param own the text of this node's private key
 * @param other the line of the other's public key
 * @param service the service's address
 * @param client the name of the node that is to be let in
 * @returns nothing when one of the keys is no ed25519 key
 */
export function clientKey(
  own: string,
  other: string,
  service: string,
  client: string,
): ClientKey | undefined {
  const purpose = `onion client ${client} of ${service}`;
  const secret = pairSecret(own, other, purpose);
  return secret && { secret, publicKey: publicHalf(secret) };
}

/** The public half of any 32 bytes, as X25519 has it. */
export function publicHalf(secret: Uint8Array): Uint8Array {
  const key = Buffer.concat([HEAD, secret]);
  const pem = createPrivateKey({ key, format: "der", type: "pkcs8" })
    .export({ format: "pem", type: "pkcs8" }).toString();
  return createPublicKey(pem).export({ format: "der", type: "spki" })
    .subarray(-LENGTH);
}
