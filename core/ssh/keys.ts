/**
 * The SSH keys of nodes: reading, checking and making them.
 *
 * @module
 */
export {
  publicPath,
  replacementSteps,
  waitingPath,
  writeKeyPair,
} from "./key-files.ts";
export { algorithmOf, keyLine } from "./key-line.ts";
export { generateKeyPair, type KeyPair } from "./key-pair.ts";
export {
  isKey,
  type KeyOwner,
  ownerOf,
  readPrivateKey,
} from "./private-key.ts";
export { parsePublicKey, type PublicKey } from "./public-key.ts";
