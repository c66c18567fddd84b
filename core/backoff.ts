/** Seconds before the first retry, at most. */
const FIRST_RETRY = 1;

/**
 * How long to wait before the next try: soon at first, then twice as long each
 * time, up to a cap; a random part of it, so that those who failed together do
 * not come back in step.
 */
export class Backoff {
  readonly #cap: number;
  readonly #random: () => number;
  #failures = 0;

  /** @param cap seconds between two tries at most */
  constructor(cap: number, random: () => number) {
    this.#cap = cap;
    this.#random = random;
  }

  /** Seconds to wait after one more failure. */
  next(): number {
    const limit = Math.min(this.#cap, FIRST_RETRY * 2 ** this.#failures);
    this.#failures++;
    return limit * this.#random();
  }

  /** Seconds to wait when another try will hardly do better. */
  get cap(): number {
    return this.#cap;
  }

  /** Starts over. */
  reset(): void {
    this.#failures = 0;
  }
}
