import type { PublicKey } from "./public-key.ts";

/** The algorithm of a key as `ssh-keygen -l` names it: `ED25519`, `RSA`. */
export function algorithmOf({ type }: PublicKey): string {
  return type.replace(/^ssh-/, "").toUpperCase();
}

/**
 * A key in one line, as `ssh-keygen -l` prints it:
 * `256 SHA256:… clock (ED25519)`.
 *
 * @param name whose it is
 */
export function keyLine(key: PublicKey, name: string): string {
  return `${key.bits} ${key.fingerprint} ${name} (${algorithmOf(key)})`;
}
