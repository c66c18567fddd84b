import type { Environment } from "../environment.ts";
import { type QueueLimits, RollingQueue } from "../link/rolling-queue.ts";
import type { Message } from "../model/message.ts";

/** Somebody who waits for a message. */
interface Waiter {
  /** When that ends at the latest, by the clock that never jumps. */
  readonly until: number;
  resolve(): void;
}

/** The messages that wait for one role. */
export class Inbox {
  readonly #queue: RollingQueue<Message>;
  readonly #environment: Environment;
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Waiter>();
  /** When the timer goes off, if it is set. */
  #due = Infinity;
  #cancel: () => void = () => {};
  #asked = 0;
  #taken = 0;

  /** @param signal aborted when nobody is to wait any more */
  constructor(
    limits: QueueLimits,
    environment: Environment,
    signal: AbortSignal,
  ) {
    this.#queue = new RollingQueue(limits, (message) => message.size);
    this.#environment = environment;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#releaseAll(), { once: true });
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
    if (this.#waiting.size > 0) this.#releaseFirst();
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
   * @returns nothing when none came in time, or the signal was aborted
   * meanwhile
   * @throws the signal's reason when it was aborted before, unless nobody
   * wants to wait: a role that goes on asking has to end
   */
  async take(seconds: number): Promise<Message | undefined> {
    const message = this.poll();
    if (message !== undefined || seconds <= 0) return message;
    this.#signal.throwIfAborted();
    await this.wait(seconds);
    return this.#shift();
  }

  /** Waits until there is a message, for so long, or until the signal is aborted. */
  wait(seconds: number): Promise<void> {
    if (this.length > 0 || this.#signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const until = this.#environment.monotonic() + seconds;
      this.#waiting.add({ until, resolve });
      if (until < this.#due) this.#arm(until);
    });
  }

  #shift(): Message | undefined {
    const message = this.#queue.shift();
    if (message !== undefined) this.#taken++;
    return message;
  }

  /**
   * Sets the timer, which stays when a message comes: to make one for each
   * would cost more than to bring the message.
   */
  #arm(due: number): void {
    this.#cancel();
    this.#due = due;
    const seconds = due - this.#environment.monotonic();
    this.#cancel = this.#environment.after(seconds, () => this.#tick());
  }

  #tick(): void {
    const now = this.#environment.monotonic();
    this.#due = Infinity;
    for (const waiter of this.#waiting) {
      if (waiter.until <= now) this.#release(waiter);
      else if (waiter.until < this.#due) this.#arm(waiter.until);
    }
  }

  #releaseFirst(): void {
    const [first] = this.#waiting;
    if (first !== undefined) this.#release(first);
  }

  #releaseAll(): void {
    this.#cancel();
    for (const waiter of this.#waiting) this.#release(waiter);
  }

  #release(waiter: Waiter): void {
    this.#waiting.delete(waiter);
    waiter.resolve();
  }
}
