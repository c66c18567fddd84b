import { decodeValue } from "../wire/value.ts";
import { encodeStored } from "./storage-format.ts";

/** What a {@link VolatileStorage} is made from. */
export interface VolatileStorageOptions {
  /** Name of the node. */
  readonly node: string;
  /** Name of the role. */
  readonly role: string;
  /** Is told, once, that nothing outlives the node. */
  readonly warn: (text: string) => void;
}

/** One role's value on a node without `roleStorage`: kept in memory only. */
export class VolatileStorage {
  readonly #owner: string;
  readonly #warn: (text: string) => void;
  #payload: Uint8Array | undefined;
  #warned = false;

  constructor(options: VolatileStorageOptions) {
    this.#owner = `${options.role}@${options.node}`;
    this.#warn = options.warn;
  }

  /** What was set last, as a new object each time, or nothing. */
  get(): Promise<unknown> {
    const payload = this.#payload;
    return Promise.resolve(payload && decodeValue(payload));
  }

  /**
   * Keeps a value as it is now.
   *
   * @throws {StorageError} when it is of a kind that cannot be stored
   */
  // deno-lint-ignore require-await -- a failure rejects, as everywhere
  async set(value: unknown): Promise<void> {
    this.#payload = encodeStored(value, this.#owner);
    if (this.#warned) return;
    this.#warned = true;
    this.#warn(
      `What "${this.#owner}" stores is lost when the node stops; give the ` +
        'node a folder by the option "roleStorage" to keep it',
    );
  }
}
