import type { Algorithms, CipherAlgorithm, MacAlgorithm } from "./ssh2.ts";

/**
 * Ciphers that the configuration may name. ChaCha20 is none of them: on this
 * runtime ssh2 leaks memory with each packet.
 */
export const CIPHERS = [
  "aes256-gcm@openssh.com",
  "aes128-gcm@openssh.com",
  "aes256-ctr",
  "aes192-ctr",
  "aes128-ctr",
] as const;

/** Message authentication codes that the configuration may name, and the default. */
export const HMACS = [
  "hmac-sha2-256-etm@openssh.com",
  "hmac-sha2-512-etm@openssh.com",
  "hmac-sha2-256",
  "hmac-sha2-512",
  "hmac-sha1-etm@openssh.com",
  "hmac-sha1",
] as const;

/**
 * Used unless the configuration says otherwise. The system's OpenSSL works on
 * the first; where a system has none, the last takes less time.
 */
export const DEFAULT_CIPHERS: readonly string[] = [
  "aes256-gcm@openssh.com",
  "aes128-gcm@openssh.com",
  "aes256-ctr",
];

/** Used with ciphers that do not authenticate by themselves. */
export const DEFAULT_HMACS: readonly string[] = HMACS.slice(0, 4);

/** What both ends offer, apart from what the configuration says. */
const FIXED_ALGORITHMS = {
  kex: ["curve25519-sha256", "curve25519-sha256@libssh.org"],
  // All three, so that a wrong key is told apart from no common algorithm.
  serverHostKey: ["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256"],
  // Compression does not work on this runtime, and invites attacks.
  compress: ["none"],
} as const;

/** The algorithms to offer, as ssh2 wants them. */
export function sshAlgorithms(settings: {
  readonly cipher: readonly string[];
  readonly hmac: readonly string[];
}): Algorithms {
  return {
    kex: [...FIXED_ALGORITHMS.kex],
    serverHostKey: [...FIXED_ALGORITHMS.serverHostKey],
    compress: [...FIXED_ALGORITHMS.compress],
    // The configuration was checked against CIPHERS and HMACS.
    cipher: settings.cipher as CipherAlgorithm[],
    hmac: settings.hmac as MacAlgorithm[],
  };
}
