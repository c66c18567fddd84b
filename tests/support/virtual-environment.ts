import { setImmediate } from "node:timers";
import type { Environment } from "kozo";
import { seededRandom } from "./random.ts";

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** When the virtual wall clock starts: an evening in November. */
const START = 1_800_000_000;

/**
 * A clock that stands still until a test moves it on, and a dice that falls the
 * same way each time.
 */
export class VirtualEnvironment implements Environment {
  readonly random: () => number;
  /** The earliest first; of those due together the one set first. */
  readonly #timers: Timer[] = [];
  #seconds = 0;

  constructor(seed = 1) {
    this.random = seededRandom(seed);
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return START + this.#seconds;
  }

  monotonic(): number {
    return this.#seconds;
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = { due: this.#seconds + Math.max(seconds, 0), callback };
    const later = this.#timers.findIndex(({ due }) => due > timer.due);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }

  /** Moves the clock on; all that waits for a timer or a promise has its turn. */
  async advance(seconds: number): Promise<void> {
    const end = this.#seconds + seconds;
    await this.settle();
    for (;;) {
      const [next] = this.#timers;
      if (next === undefined || next.due > end) break;
      this.#timers.shift();
      // A timer that the clock has jumped over is late, as on a real machine.
      this.#seconds = Math.max(this.#seconds, next.due);
      next.callback();
      await this.settle();
    }
    this.#seconds = end;
  }

  /** The machine is suspended: the clock goes on, and nobody has a turn. */
  suspend(seconds: number): void {
    this.#seconds += seconds;
  }

  /** Lets all promises that can settle do so, with the clock standing still. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}
