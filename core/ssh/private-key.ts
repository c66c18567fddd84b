// @ts-types="npm:@types/ssh2@1.15.6"
import ssh2, { type ParsedKey } from "ssh2";
import { StartError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quote, quotePath, shellWord } from "../wording.ts";
import { replacementSteps, waitingPath } from "./key-files.ts";
import {
  examinePublicKey,
  parsePublicKey,
  type PublicKey,
} from "./public-key.ts";

/** The permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** Bytes that no private key needs. */
const LARGEST_FILE = 64 * 1024;

/** A node of the configuration, and the public half that this has for it. */
interface KnownNode {
  readonly name: string;
  readonly publicKey: string;
}

/**
 * Reads a node's private key and makes sure that the node can use it.
 *
 * @param path the key's file
 * @param publicKey the line that the configuration has for the node
 * @param nodes those whose key it may be by mistake
 * @returns the text of the file
 * @throws {StartError} when the key cannot be used, with the command that
 * mends it
 */
export async function readPrivateKey(
  path: string,
  publicKey: string,
  nodes: Iterable<KnownNode> = [],
): Promise<string> {
  const { text, info } = await readFile(path);
  const found = publicHalf(parse(path, text), path);
  checkMode(path, info);
  const expected = parsePublicKey(publicKey);
  if (found.line !== expected.line) {
    if (await isKey(waitingPath(path), expected)) {
      throw unusable(path, whyFormer(path));
    }
    const owner = [...nodes]
      .find((node) => parsePublicKey(node.publicKey).line === found.line);
    throw unusable(path, whyMismatch(found, expected, owner));
  }
  return text;
}

/** The public half of a private key, and what the key's file says of whose it is. */
export interface KeyOwner {
  readonly key: PublicKey;
  /** Empty where the file says nothing. */
  readonly comment: string;
}

/**
 * Whose a private key is.
 *
 * @param path the key's file, for messages
 * @param text what is in it
 * @throws {StartError} when it is no key that a node can use
 */
export function ownerOf(path: string, text: string): KeyOwner {
  const key = parse(path, text);
  return { key: publicHalf(key, path), comment: key.comment };
}

interface KeyFile {
  readonly text: string;
  readonly info: Deno.FileInfo;
}

async function readFile(path: string): Promise<KeyFile> {
  try {
    const info = await Deno.stat(path);
    checkKind(path, info);
    return { text: await Deno.readTextFile(path), info };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw unusable(path, whyUnreadable(path, error), { cause: error });
  }
}

function checkKind(path: string, info: Deno.FileInfo): void {
  if (info.isDirectory) {
    throw unusable(path, "it is a folder, expected the key's file");
  }
  if (!info.isFile || info.size > LARGEST_FILE) {
    throw unusable(path, `it is no key: ${otherKey(path)}`);
  }
}

function checkMode(path: string, info: Deno.FileInfo): void {
  if (((info.mode ?? 0) & OTHERS) === 0) return;
  throw unusable(
    path,
    "others than its owner may read it: change that with " +
      `"chmod 600 ${shellWord(path)}"`,
  );
}

/** Whether there is such a private key in a file. */
export async function isKey(
  path: string,
  { line }: PublicKey,
): Promise<boolean> {
  try {
    const { text } = await readFile(path);
    return publicHalf(parse(path, text), path).line === line;
  } catch {
    return false;
  }
}

/** The node got another key, which has not taken the place of this one. */
function whyFormer(path: string): string {
  const waiting = waitingPath(path);
  return `the key that the configuration has is in ${quotePath(waiting)}: ` +
    `put that in its place by "${
      replacementSteps(path, waiting).join(" && ")
    }"`;
}

/** Which two things disagree, and which of them may be wrong. */
function whyMismatch(
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

function parse(path: string, text: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw unusable(path, whyNoKey(path, text, key));
  if (!key.isPrivateKey()) {
    throw unusable(
      path,
      "it is a public key, expected the private one, which is in the file " +
        'without ".pub" at the end',
    );
  }
  return key;
}

/** What ssh2 means by not taking a key, and what to do. */
function whyNoKey(path: string, text: string, error: Error): string {
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

/** The public half, of a kind that nodes use. */
function publicHalf(key: ParsedKey, path: string): PublicKey {
  const base64 = key.getPublicSSH().toString("base64");
  const found = examinePublicKey(`${key.type} ${base64}`, otherKey(path));
  if (typeof found === "string") throw unusable(path, found);
  return found;
}

function newKey(path: string): string {
  return `make a key with "ssh-keygen -t ed25519 -N '' -f ${
    shellWord(path)
  }" ` +
    'and put its public half into "publicKey"';
}

/** A key for the place where one is that cannot be used. */
function otherKey(path: string): string {
  return `move the file away, ${newKey(path)}`;
}

function unusable(
  path: string,
  found: string,
  options?: ErrorOptions,
): StartError {
  return new StartError(
    `Cannot use the private key "${path}": ${found}`,
    options,
  );
}
