import { Buffer } from "node:buffer";
import { link, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder, writeNewFile } from "../durable-file.ts";
import { StartError } from "../errors.ts";
import { hasCode } from "../failure.ts";
import { messageOf } from "../text.ts";
import { shellWord } from "../wording.ts";
import { OnionKey } from "./onion-key.ts";

/** The permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** The file of the key with which a transport of a node has its service. */
export function onionKeyFile(
  folder: string,
  node: string,
  transport: string,
): string {
  // Names may hold dots: "%", which they may not hold, keeps them apart.
  return join(folder, `${node}.${transport.replaceAll(".", "%")}.onion-key`);
}

/**
 * Reads the key of an onion service from its file. Where there is none, a new
 * one is made and put there, for its owner only.
 *
 * @throws {StartError} when that fails, or others may read it
 */
export function provideOnionKey(file: string): Promise<OnionKey> {
  return using(file, async () => await readKey(file) ?? await makeKey(file));
}

/**
 * Reads the key of an onion service from its file.
 *
 * @returns nothing when there is no such file
 * @throws {StartError} when it cannot be read, or others may read it
 */
export function findOnionKey(file: string): Promise<OnionKey | undefined> {
  return using(file, () => readKey(file));
}

/** Names the file in whatever goes wrong with it. */
async function using<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw unusable(
      file,
      `${messageOf(cause)}; see that this user may read and write it`,
      { cause },
    );
  }
}

async function readKey(file: string): Promise<OnionKey | undefined> {
  try {
    const { mode } = await Deno.stat(file);
    if (((mode ?? 0) & OTHERS) !== 0) {
      throw unusable(
        file,
        "others than its owner may read it: change that with " +
          `"chmod 600 ${shellWord(file)}"`,
      );
    }
    return parseKey(await Deno.readTextFile(file), file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function parseKey(pem: string, file: string): OnionKey {
  const key = OnionKey.parse(pem);
  if (key !== undefined) return key;
  throw unusable(
    file,
    "it is damaged, or no ed25519 key: put the copy back that you have, or " +
      "remove it, and the onion service gets a new key and a new address",
  );
}

/** The file is there with all that it says, or not at all. */
async function makeKey(file: string): Promise<OnionKey> {
  const key = OnionKey.generate();
  const temporary = `${file}.${crypto.randomUUID()}`;
  const folder = dirname(file);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // Somebody is about to be told the address: it must not be lost again.
    await writeNewFile(temporary, Buffer.from(key.pem));
    await link(temporary, file);
    await syncFolder(folder);
    // The folders are new, too: those that they are in have to know them.
    if (made !== undefined) await syncFolder(dirname(made));
    return key;
  } catch (error) {
    // Somebody else was faster: then it is theirs that counts.
    if (!hasCode(error, "EEXIST")) throw error;
    return parseKey(await Deno.readTextFile(file), file);
  } finally {
    await rm(temporary, { force: true });
  }
}

function unusable(
  file: string,
  found: string,
  options?: ErrorOptions,
): StartError {
  return new StartError(
    `Cannot use the key of the onion service "${file}": ${found}`,
    options,
  );
}
