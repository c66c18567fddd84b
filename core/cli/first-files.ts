import { chmod, lstat, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "../errors.ts";
import { type KeyPair, publicPath, writeKeyPair } from "../ssh/keys.ts";
import { messageOf } from "../text.ts";
import { quotePath } from "../wording.ts";

/** What a new network consists of. */
export interface FirstFiles {
  /** The name of its node. */
  readonly name: string;
  /** Path of the configuration, and its text. */
  readonly config: string;
  readonly text: string;
  /** Path of the private key, and both halves. */
  readonly privateKey: string;
  readonly keys: KeyPair;
  /** Path of the schema, and its text. */
  readonly schema: string;
  readonly schemaText: string;
  /** The folder for what roles store. */
  readonly storage: string;
}

/** @throws {UsageError} when there is something of that name */
export async function refuseExisting(file: string): Promise<void> {
  try {
    await lstat(file);
  } catch {
    return;
  }
  throw new UsageError(
    `${quotePath(file)} is there already, and stays as it is: choose another ` +
      'name, or add a node to it by "kozo node add"',
  );
}

/**
 * Writes all files, or none: the configuration last, so that it never names
 * what is not there.
 *
 * @throws {KozoError} when one cannot be written, or a key is there already
 */
export async function writeFirst(files: FirstFiles): Promise<void> {
  const { config, privateKey, keys, name, schema, storage } = files;
  await attempt(
    dirname(config),
    (folder) => mkdir(folder, { recursive: true }),
  );
  await writeKeyPair(privateKey, keys, name);
  try {
    await attempt(storage, makePrivateFolder);
    // One that is there may be of the user's own modules: it is no secret.
    await attempt(schema, (path) => writeNew(path, files.schemaText, "a"));
    await attempt(config, (path) => writeNew(path, files.text, "wx"));
  } catch (error) {
    await rm(privateKey);
    await rm(publicPath(privateKey));
    throw error;
  }
}

async function makePrivateFolder(path: string): Promise<void> {
  if (await mkdir(path, { recursive: true }) === undefined) return;
  await chmod(path, 0o700);
}

async function writeNew(path: string, text: string, flags: "a" | "wx") {
  const file = await open(path, flags, 0o644);
  try {
    if ((await file.stat()).size > 0) return;
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function attempt(
  path: string,
  work: (path: string) => Promise<unknown>,
): Promise<void> {
  try {
    await work(path);
  } catch (cause) {
    throw new UsageError(
      `Cannot write ${quotePath(path)}: ${messageOf(cause)}`,
      { cause },
    );
  }
}
