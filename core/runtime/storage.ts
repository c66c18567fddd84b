import { Buffer } from "node:buffer";
import { dirname } from "node:path";
import { StorageError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { decodeValue } from "../wire/value.ts";
import { replaceFile, syncFolder } from "../durable-file.ts";
import { storagePath } from "./storage-folder.ts";
import { encodeStored, openStorage, sealStorage } from "./storage-format.ts";

export { prepareStorageFolder } from "./storage-folder.ts";
export { VolatileStorage } from "./volatile-storage.ts";

/** What a {@link RoleStorage} is made from. */
export interface RoleStorageOptions {
  /** The node's `roleStorage`: a folder that is there. */
  readonly folder: string;
  /** Name of the node. */
  readonly node: string;
  /** Name of the role. */
  readonly role: string;
  /** Is told, at most once, that the file was corrupt. */
  readonly warn: (text: string) => void;
}

/**
 * One role's value in one file that survives a power cut: the old value or the
 * new one, never neither.
 *
 * There is no second file with the value before. The rename is atomic without
 * it, it would double what is written to an SD card, and a role that is handed
 * an older value without a word is worse off than one that starts empty.
 */
export class RoleStorage {
  readonly #owner: string;
  readonly #path: string;
  readonly #warn: (text: string) => void;
  /** Ends, without error, when all that was asked for before has ended. */
  #previous: Promise<unknown> | undefined;
  #warned = false;

  /** @throws {StorageError} when the names lead out of the folder */
  constructor(options: RoleStorageOptions) {
    this.#owner = `${options.role}@${options.node}`;
    this.#path = storagePath(options.folder, options.node, options.role);
    this.#warn = options.warn;
  }

  /**
   * What was stored last, as a new object each time, or nothing.
   *
   * @throws {StorageError} when the file cannot be read
   */
  get(): Promise<unknown> {
    return this.#inTurn(() => this.#load(decodeValue));
  }

  /**
   * Stores a value as it is now. Once this returns it survives a power cut.
   * The value that is stored already is not written again.
   *
   * @throws {StorageError} when it cannot be stored; the old value then stays,
   * unless the disk failed at the very last step
   */
  async set(value: unknown): Promise<void> {
    const payload = encodeStored(value, this.#owner);
    await this.#inTurn(() => this.#save(payload));
  }

  get #temporary(): string {
    return `${this.#path}.tmp`;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#previous ??= this.#removeLeftover();
    const result = this.#previous.then(work);
    this.#previous = result.catch(() => {});
    return result;
  }

  /** When this fails, the first write will tell why. */
  #removeLeftover(): Promise<void> {
    return Deno.remove(this.#temporary).catch(() => {});
  }

  async #save(payload: Uint8Array): Promise<void> {
    const stored = await this.#load((bytes) => bytes);
    try {
      if (stored && Buffer.compare(stored, payload) === 0) {
        // A run that was killed may have renamed the file and no more.
        await syncFolder(dirname(this.#path));
      } else {
        await replaceFile(this.#path, this.#temporary, sealStorage(payload));
      }
    } catch (cause) {
      throw new StorageError(
        `Cannot store the value of "${this.#owner}": ${messageOf(cause)}; ` +
          `see that "${this.#path}" can be written and the disk has room`,
        { cause },
      );
    }
  }

  /** What `decode` makes of the stored bytes; corrupt ones count as none. */
  async #load<T>(decode: (payload: Uint8Array) => T): Promise<T | undefined> {
    const content = await this.#read();
    if (content === undefined) return undefined;
    try {
      return decode(openStorage(content));
    } catch (error) {
      await this.#setAside(messageOf(error));
      return undefined;
    }
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      return await Deno.readFile(this.#path);
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) return undefined;
      throw new StorageError(
        `Cannot read what "${this.#owner}" has stored: ${messageOf(cause)}; ` +
          `make "${this.#path}" a file that this user may read, or move it`,
        { cause },
      );
    }
  }

  async #setAside(reason: string): Promise<void> {
    const corrupt = `${this.#path}.corrupt`;
    const left = await Deno.rename(this.#path, corrupt)
      .then(() => corrupt, () => this.#path);
    if (this.#warned) return;
    this.#warned = true;
    this.#warn(
      `What "${this.#owner}" has stored is corrupt: ${reason}; it starts ` +
        `without, and "${left}" can be deleted once nobody needs it`,
    );
  }
}
