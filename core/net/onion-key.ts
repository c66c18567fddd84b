import { Buffer } from "node:buffer";
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "../durable-file.ts";
import { StartError } from "../errors.ts";
import { hasCode } from "../failure.ts";
import { messageOf } from "../text.ts";
import { shellWord } from "../wording.ts";
import { onionNameOf } from "./onion-name.ts";

/** Only its owner may read a key. */
const PRIVATE = 0o600;

/** The permissions of a file that let others than its owner in. */
const OTHERS = 0o077;

/** Bytes at the end of a DER encoding that are the key itself. */
const KEY_LENGTH = 32;

/**
 * The key of an onion service, by which it has its name. Its file is PKCS#8 in
 * PEM, as `openssl genpkey -algorithm ed25519` makes it.
 */
export class OnionKey {
  /** The service's name, `….onion`. */
  readonly name: string;
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    this.#key = key;
    this.name = onionNameOf(this.publicKey);
  }

  /** Makes a new one. */
  static generate(): OnionKey {
    return new OnionKey(generateKeyPairSync("ed25519").privateKey);
  }

  /**
   * Reads a key from its file. Where there is none, a new one is made and put
   * there, for its owner only.
   *
   * @throws {StartError} when that fails, or others may read it
   */
  static provide(file: string): Promise<OnionKey> {
    return using(file, async () => await readKey(file) ?? await makeKey(file));
  }

  /**
   * Reads a key from its file.
   *
   * @returns nothing when there is no such file
   * @throws {StartError} when it cannot be read, or others may read it
   */
  static find(file: string): Promise<OnionKey | undefined> {
    return using(file, () => readKey(file));
  }

  /**
   * Reads a key from the text of its file.
   *
   * @throws {StartError} when the text is no such key
   */
  static parse(pem: string, file: string): OnionKey {
    try {
      const key = createPrivateKey(pem);
      if (key.asymmetricKeyType === "ed25519") return new OnionKey(key);
    } catch {
      // Whatever node:crypto says of it, nobody could mend it.
    }
    throw unusable(
      file,
      "it is damaged, or no ed25519 key: put the copy back that you have, or " +
        "remove it, and the onion service gets a new key and a new address",
    );
  }

  /** The public half: 32 bytes. */
  get publicKey(): Uint8Array {
    return createPublicKey(this.pem).export({ format: "der", type: "spki" })
      .subarray(-KEY_LENGTH);
  }

  /** What its file says. */
  get pem(): string {
    return this.#key.export({ format: "pem", type: "pkcs8" }).toString();
  }

  /** The private half as Tor keeps it: what SHA-512 makes of the seed. */
  get expanded(): Uint8Array {
    const der = this.#key.export({ format: "der", type: "pkcs8" });
    const hash = createHash("sha512").update(der.subarray(-KEY_LENGTH));
    const bytes = hash.digest();
    bytes[0] = (bytes[0] ?? 0) & 248;
    bytes[31] = (bytes[31] ?? 0) & 127 | 64;
    return bytes;
  }
}

/** The file of the key with which a transport of a node has its service. */
export function onionKeyFile(
  folder: string,
  node: string,
  transport: string,
): string {
  // Names may hold dots: "%", which they may not hold, keeps them apart.
  return join(folder, `${node}.${transport.replaceAll(".", "%")}.onion-key`);
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
    return OnionKey.parse(await Deno.readTextFile(file), file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The file is there with all that it says, or not at all. */
async function makeKey(file: string): Promise<OnionKey> {
  const key = OnionKey.generate();
  const temporary = `${file}.${crypto.randomUUID()}`;
  const folder = dirname(file);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeSynced(temporary, key.pem);
    await link(temporary, file);
    await syncFolder(folder);
    // The folders are new, too: those that they are in have to know them.
    if (made !== undefined) await syncFolder(dirname(made));
    return key;
  } catch (error) {
    // Somebody else was faster: then it is theirs that counts.
    if (!hasCode(error, "EEXIST")) throw error;
    return OnionKey.parse(await Deno.readTextFile(file), file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Somebody is about to be told the address: it must not be lost again. */
async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", PRIVATE);
  try {
    await file.writeFile(Buffer.from(text));
    await file.sync();
  } finally {
    await file.close();
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
