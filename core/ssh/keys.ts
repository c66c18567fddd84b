/**
 * The SSH keys of nodes: reading, checking and making them.
 *
 * @module
 */
export { generateKeyPair, type KeyPair } from "./key-pair.ts";
export { readPrivateKey } from "./private-key.ts";
export { parsePublicKey, type PublicKey } from "./public-key.ts";
