import { StartError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quote, quotePath, shellWord } from "../wording.ts";
import { replacementSteps, waitingPath } from "./key-files.ts";
import type { PublicKey } from "./public-key.ts";

/** A node of the configuration, and the public half that this has for it. */
export interface KnownNode {
  readonly name: string;
  readonly publicKey: string;
}

/** What is said of a key that cannot be used: what was found, and what mends it. */
export function unusable(
  path: string,
  found: string,
  options?: ErrorOptions,
): StartError {
  return new StartError(
    `Cannot use the private key "${path}": ${found}`,
    options,
  );
}

/** What the system means by not letting us read a key, and what to do. */
export function whyUnreadable(path: string, error: unknown): string {
  if (error instanceof Deno.errors.NotFound) {
    return "there is no such file: is this the node's own machine, and is the " +
      `path right? If it has no key yet, ${newKey(path)}`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not read it: make it the owner with " +
      `"sudo chown $(id -un) ${shellWord(path)}"`;
  }
  return `${messageOf(error)}: see that "privateKey" leads to the key's file`;
}

/** What ssh2 means by not taking a key, and what to do. */
export function whyNoKey(path: string, text: string, error: Error): string {
  const rewrite = `"ssh-keygen -p -N '' -f ${shellWord(path)}"`;
  if (/^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/m.test(text)) {
    return `it is in the format PKCS#8: turn it into OpenSSH's with ${rewrite}` +
      `, or if that cannot read it, ${otherKey(path)}`;
  }
  if (/passphrase|encrypted/i.test(error.message)) {
    return "it is encrypted, and nobody is there to type a passphrase: take " +
      `that off with ${rewrite}`;
  }
  return `it is no key, or a damaged one (${error.message}): ${otherKey(path)}`;
}

/** The node got another key, which has not taken the place of this one. */
export function whyFormer(path: string): string {
  const waiting = waitingPath(path);
  return `the key that the configuration has is in ${quotePath(waiting)}: ` +
    `put that in its place by "${
      replacementSteps(path, waiting).join(" && ")
    }"`;
}

/** Which two things disagree, and which of them may be wrong. */
export function whyMismatch(
  found: PublicKey,
  expected: PublicKey,
  owner: KnownNode | undefined,
): string {
  if (owner !== undefined) {
    return `it is the key of the node ${quote(owner.name)} (its public half ` +
      `is ${found.fingerprint}), this one's is ${expected.fingerprint}: let ` +
      '"privateKey" lead to this node\'s own key, or put that there';
  }
  return `its public half is ${found.fingerprint}, but "publicKey" in the ` +
    `configuration is ${expected.fingerprint}: either the file is another ` +
    'machine\'s key, or "publicKey" in all copies of the configuration has to ' +
    `be replaced by "${found.line}"`;
}

/** A key for the place where one is that cannot be used. */
export function otherKey(path: string): string {
  return `move the file away, ${newKey(path)}`;
}

function newKey(path: string): string {
  return `make a key with "ssh-keygen -t ed25519 -N '' -f ${
    shellWord(path)
  }" ` +
    'and put its public half into "publicKey"';
}
