import { type Environment, sleep } from "../environment.ts";
import { returnFreeMemory } from "../os/malloc.ts";

/** Seconds between two looks at the memory. */
const PERIOD = 15;

/** Bytes that are worth the trouble. */
const WORTHWHILE = 16e6;

/** Bytes by which memory changes when something has been done with it. */
const CHANGE = 1e6;

/** The memory of a process. */
export interface Memory {
  /** Bytes of it that are in use, free ones among them. */
  resident(): number;
  /** Gives the system the free ones back. */
  returnFree(): Promise<void>;
}

const OWN_MEMORY: Memory = {
  resident: () => Deno.memoryUsage().rss,
  returnFree: returnFreeMemory,
};

/**
 * Keeps a process as lean as it was before a flood of messages: V8 gives back
 * by itself what they took, but the C library keeps it for the next flood.
 */
export class LeanMemory implements AsyncDisposable {
  readonly #environment: Environment;
  readonly #memory: Memory;
  readonly #life = new AbortController();
  readonly #watching: Promise<void>;

  constructor(environment: Environment, memory: Memory = OWN_MEMORY) {
    this.#environment = environment;
    this.#memory = memory;
    this.#watching = this.#watch().catch(() => {
      // It is over, or this system has no such thing.
    });
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let least = this.#memory.resident();
    let last = least;
    while (true) {
      await sleep(this.#environment, PERIOD, this.#life.signal);
      const resident = this.#memory.resident();
      least = Math.min(least, resident);
      const isUsed = Math.abs(resident - last) > CHANGE;
      if (isUsed && resident - least > WORTHWHILE) {
        await this.#memory.returnFree();
      }
      last = this.#memory.resident();
    }
  }
}
