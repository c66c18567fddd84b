import type { Environment } from "../environment.ts";
import { type QueueLimits, RollingQueue } from "../link/rolling-queue.ts";
import type { Message } from "../model/message.ts";

/** The messages that wait for one role. */
export class Inbox {
  readonly #queue: RollingQueue<Message>;
  readonly #environment: Environment;
  readonly #waiting = new Set<() => void>();
  #asked = 0;
  #taken = 0;

  constructor(limits: QueueLimits, environment: Environment) {
    this.#queue = new RollingQueue(limits, (message) => message.size);
    this.#environment = environment;
  }

  /** How often the role has asked for a message. */
  get asked(): number {
    return this.#asked;
  }

  /** Messages that the role has got. */
  get taken(): number {
    return this.#taken;
  }

  /** Messages that wait. */
  get length(): number {
    return this.#queue.length;
  }

  /** Adds a message, and tells how many old ones dropped out for it. */
  push(message: Message): number {
    const dropped = this.#queue.push(message);
    // One message is for one of those who wait.
    if (this.#waiting.size > 0) this.#waiting.values().next().value?.();
    return dropped;
  }

  /** Takes the oldest message, if there is one. */
  poll(): Message | undefined {
    this.#asked++;
    return this.#shift();
  }

  /**
   * Takes the oldest message, or waits for one.
   *
   * @param seconds how long to wait for one
   * @returns nothing when none came in time, or `signal` was aborted meanwhile
   * @throws the signal's reason when it was aborted before, unless nobody
   * wants to wait: a role that goes on asking has to end
   */
  async take(
    seconds: number,
    signal: AbortSignal,
  ): Promise<Message | undefined> {
    const message = this.poll();
    if (message !== undefined || seconds <= 0) return message;
    signal.throwIfAborted();
    await this.wait(seconds, signal);
    return this.#shift();
  }

  /** Waits until there is a message, for so long, or until `signal` is aborted. */
  wait(seconds: number, signal: AbortSignal): Promise<void> {
    if (this.length > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      const cancel = this.#environment.after(seconds, done);
      signal.addEventListener("abort", done, { once: true });
      this.#waiting.add(done);
    });
  }

  #shift(): Message | undefined {
    const message = this.#queue.shift();
    if (message !== undefined) this.#taken++;
    return message;
  }
}
