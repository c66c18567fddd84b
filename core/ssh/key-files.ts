import { existsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { KozoError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { quotePath, shellWord } from "../wording.ts";
import type { KeyPair } from "./key-pair.ts";

/** Where the public half of a key is kept. */
export function publicPath(path: string): string {
  return `${path}.pub`;
}

/** Where a key waits until it takes the place of the one that is in use. */
export function waitingPath(path: string): string {
  return `${path}.new`;
}

/**
 * The commands by which a key takes the place of another, which stays there
 * under a third name.
 *
 * @param path where that other one is
 */
export function replacementSteps(path: string, key: string): string[] {
  const steps = [[path, freePath(`${path}.old`)], [key, path]];
  // A public half is often left where the key was made.
  if (existsSync(publicPath(key))) {
    steps.push([publicPath(key), publicPath(path)]);
  }
  return steps.map((paths) => `mv ${paths.map(shellWord).join(" ")}`);
}

/** A path like this one, where nothing is: no key is ever overwritten. */
function freePath(path: string): string {
  let free = path;
  for (let i = 2; existsSync(free); i++) free = `${path}${i}`;
  return free;
}

/**
 * Writes a new key pair, the private half for its owner only. A file that is
 * there is never touched: whoever loses a key loses the node's identity.
 *
 * @param path where the private half goes; the public one gets ".pub" after it
 * @param comment what the public half's line says of whose it is
 * @param instead what a user may choose where the file is there
 * @throws {KozoError} when one of the files is there, or cannot be written
 */
export async function writeKeyPair(
  path: string,
  { privateKey, publicKey }: KeyPair,
  comment: string,
  instead = "another path",
): Promise<void> {
  await writeNew(path, privateKey, 0o600, instead);
  try {
    await writeNew(
      publicPath(path),
      `${publicKey} ${comment}\n`,
      0o644,
      instead,
    );
  } catch (error) {
    await rm(path);
    throw error;
  }
}

async function writeNew(
  path: string,
  text: string,
  mode: number,
  instead: string,
): Promise<void> {
  try {
    const file = await open(path, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const why = whyNot(cause, instead);
    throw new KozoError(`Cannot write ${quotePath(path)}: ${why}`, { cause });
  }
}

function whyNot(error: unknown, instead: string): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "EEXIST") {
    return "it is there already, and no key is ever overwritten: move it " +
      `away if no node uses it any more, or choose ${instead}`;
  }
  return code === "ENOENT"
    ? "there is no such folder: make it first"
    : messageOf(error);
}
