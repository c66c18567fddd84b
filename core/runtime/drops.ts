import type { Environment } from "../environment.ts";

/** Seconds between two lines about one queue. */
const SILENCE = 60;

interface Count {
  total: number;
  /** What `total` was when it was last said, and when that was. */
  said: number;
  saidAt: number;
}

/** Counts the messages that were dropped, by queue and reason. */
export class Drops {
  readonly #environment: Environment;
  readonly #warn: (text: string) => void;
  readonly #counts = new Map<string, Count>();

  constructor(environment: Environment, warn: (text: string) => void) {
    this.#environment = environment;
    this.#warn = warn;
  }

  /** All counts, by queue and reason: `role cuckoo: full`. */
  get totals(): Map<string, number> {
    return new Map([...this.#counts].map(([key, { total }]) => [key, total]));
  }

  /** The counts of one queue by reason, such as `role cuckoo`. */
  of(queue: string): Record<string, number> {
    const start = `${queue}: `;
    const own = [...this.#counts].filter(([key]) => key.startsWith(start));
    return Object.fromEntries(
      own.map(([key, { total }]) => [key.slice(start.length), total]),
    );
  }

  /** Counts messages that should not have been dropped, and warns of them. */
  warn(queue: string, reason: string, count: number): void {
    const entry = this.#add(queue, reason, count);
    const now = this.#environment.monotonic();
    if (now - entry.saidAt < SILENCE) return;
    const news = entry.total - entry.said;
    const what = news === 1 ? "message" : "messages";
    this.#warn(`Dropped ${news} ${what} (${queue}: ${reason})`);
    entry.said = entry.total;
    entry.saidAt = now;
  }

  /** Counts messages that are dropped as a matter of course. */
  note(queue: string, reason: string, count: number): void {
    this.#add(queue, reason, count);
  }

  #add(queue: string, reason: string, count: number): Count {
    const key = `${queue}: ${reason}`;
    const entry = this.#counts.get(key) ??
      { total: 0, said: 0, saidAt: -Infinity };
    entry.total += count;
    this.#counts.set(key, entry);
    return entry;
  }
}
