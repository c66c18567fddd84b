import type { Message } from "./message.ts";
import type { RoleHost } from "./role.ts";

/**
 * The messages that come for a role, until it ends. A generator, which makes
 * three promises for each message, would take longer than all else that is done
 * to deliver it.
 */
export class Incoming implements AsyncIterableIterator<Message> {
  readonly #host: RoleHost;
  #isOver = false;

  constructor(host: RoleHost) {
    this.#host = host;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    const value = this.#isDone ? undefined : this.#host.pollMessage();
    return value === undefined
      ? this.#wait()
      : Promise.resolve({ done: false, value });
  }

  return(): Promise<IteratorResult<Message, undefined>> {
    this.#isOver = true;
    return Promise.resolve({ done: true, value: undefined });
  }

  get #isDone(): boolean {
    return this.#isOver || this.#host.signal.aborted;
  }

  async #wait(): Promise<IteratorResult<Message, undefined>> {
    while (!this.#isDone) {
      const value = await this.#host.getMessage(undefined);
      if (value !== undefined) return { done: false, value };
    }
    return { done: true, value: undefined };
  }
}
