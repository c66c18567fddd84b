import { Option } from "commander";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import {
  generateKeyPair,
  parsePublicKey,
  publicPath,
  writeKeyPair,
} from "../ssh/keys.ts";
import { messageOf } from "../text.ts";
import { quotePath } from "../wording.ts";

/** What the command line says of a node's new key, and of the file. */
export interface KeyFlags {
  readonly config: string;
  readonly keyOut?: string;
  readonly publicKey?: string;
}

/** The options behind {@link KeyFlags}. */
export function keyOptions(): readonly Option[] {
  return [
    new Option(
      "--key-out <dir>",
      "where the key goes; default: beside the configuration",
    ),
    new Option(
      "--public-key <line>",
      "of a key that the node has already; none is made then",
    ).conflicts("keyOut"),
  ];
}

/** A key that a node is to have. */
export interface NewKey {
  /** Type and base64. */
  readonly publicKey: string;
  /** Where the private half was put, if it was made here. */
  readonly path?: string;
  /** Takes back what was made. */
  undo(): Promise<void>;
}

/**
 * Makes a node's key, or takes the one that the command line has.
 *
 * @param name the node's
 * @param path where the key goes, if not where the command line says
 * @throws {KozoError} when there is a key of that name, or it is none
 */
export async function makeNodeKey(
  name: string,
  { config, keyOut = dirname(config), publicKey }: KeyFlags,
  path = join(keyOut, `${name}.key`),
): Promise<NewKey> {
  if (publicKey !== undefined) {
    const { line } = parsePublicKey(publicKey);
    return { publicKey: line, undo: () => Promise.resolve() };
  }
  const pair = generateKeyPair();
  await makeFolder(dirname(path));
  await writeKeyPair(path, pair, name, 'another folder by "--key-out"');
  return {
    publicKey: parsePublicKey(pair.publicKey).line,
    path,
    async undo() {
      await rm(path);
      await rm(publicPath(path));
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new UsageError(
      `Cannot make the folder ${quotePath(folder)}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Does what a key was made for, and takes it back when that fails. */
export async function withKey(
  key: NewKey,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    await key.undo();
    throw error;
  }
}
