import { StartError } from "../errors.ts";
import { shellWord } from "../wording.ts";
import {
  type KnownNode,
  otherKey,
  unusable,
  whyFormer,
  whyMismatch,
  whyNoKey,
  whyUnreadable,
} from "./key-faults.ts";
import { waitingPath } from "./key-files.ts";
import {
  examinePublicKey,
  parsePublicKey,
  type PublicKey,
} from "./public-key.ts";
import { type ParsedKey, parseKey } from "./ssh2.ts";

/** The permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** Bytes that no private key needs. */
const LARGEST_FILE = 64 * 1024;

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

function parse(path: string, text: string): ParsedKey {
  const key = parseKey(text);
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

/** The public half, of a kind that nodes use. */
function publicHalf(key: ParsedKey, path: string): PublicKey {
  const base64 = key.getPublicSSH().toString("base64");
  const found = examinePublicKey(`${key.type} ${base64}`, otherKey(path));
  if (typeof found === "string") throw unusable(path, found);
  return found;
}
