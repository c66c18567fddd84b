/** The ciphers, as OpenSSL and `node:crypto` call them. */
export type GcmName = "aes-128-gcm" | "aes-256-gcm";

/** What the bytes of a packet that are encrypted are a multiple of. */
export const BLOCK_LENGTH = 16;

/** Bytes of what proves that a packet is what was sent. */
export const TAG_LENGTH = 16;

/** Bytes of a packet's length, which is not encrypted. */
export const HEAD_LENGTH = 4;

/** Either end of a direction: it seals packets, or opens them. */
export type Task = "seal" | "open";

/** AES-GCM by one key, for the packets of one direction. */
export interface AesGcm extends Disposable {
  /**
   * Works in place.
   *
   * @param iv what no other packet has had
   * @param packet its length, its body and the room for its tag
   * @returns whether it is what was sent; what is sealed always is
   */
  work(iv: Uint8Array, packet: Uint8Array): boolean;
}
