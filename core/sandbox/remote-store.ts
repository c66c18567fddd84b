import { StorageError } from "../errors.ts";
import type { ValueStore } from "../runtime/role-host.ts";
import { encodeStored } from "../runtime/storage-format.ts";
import { decodeValue } from "../wire/value.ts";
import type { FromSandbox, ToSandbox } from "./words.ts";

type Answer = Extract<ToSandbox, { say: "answer" }>;

/** A role's storage, which its node keeps. */
export class RemoteStore implements ValueStore {
  readonly #say: (word: FromSandbox) => void;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #number = 0;

  constructor(say: (word: FromSandbox) => void) {
    this.#say = say;
  }

  get(): Promise<unknown> {
    return this.#ask((id) => ({ say: "get", id }));
  }

  async set(value: unknown): Promise<void> {
    const bytes = encodeStored(value, "this role");
    await this.#ask((id) => ({ say: "set", id, value: bytes }));
  }

  /** The node has answered. */
  answer({ id, value, error }: Answer): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error !== undefined) asked?.reject(new StorageError(error));
    else asked?.resolve(value && decodeValue(value));
  }

  #ask(word: (id: number) => FromSandbox): Promise<unknown> {
    const id = this.#number++;
    const asked = Promise.withResolvers<unknown>();
    this.#asked.set(id, asked);
    this.#say(word(id));
    return asked.promise;
  }
}
