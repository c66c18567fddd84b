/**
 * Hands things from whoever has one to whoever waits for one: a listener's
 * sockets, for instance, to a transport's `accept`.
 *
 * @example
 * ```ts
 * import { Handoff } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const handoff = new Handoff<string>();
 * handoff.give("a socket");
 * const { signal } = new AbortController();
 * assert.equal(await handoff.take(signal), "a socket");
 * ```
 */
export class Handoff<T> {
  readonly #given: T[] = [];
  readonly #waiting: ((thing: T) => void)[] = [];

  /** Gives a thing to the one who has waited longest, or to the next to come. */
  give(thing: T): void {
    const taker = this.#waiting.shift();
    if (taker === undefined) this.#given.push(thing);
    else taker(thing);
  }

  /**
   * Waits for the next thing.
   *
   * @throws the signal's reason when that is aborted
   */
  take(signal: AbortSignal): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const thing = this.#given.shift();
    if (thing !== undefined) return Promise.resolve(thing);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(taker), 1);
        reject(signal.reason);
      };
      const taker = (thing: T) => {
        signal.removeEventListener("abort", onAbort);
        resolve(thing);
      };
      this.#waiting.push(taker);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}
