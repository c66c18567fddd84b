import type { Environment } from "../environment.ts";
import type { LinkError } from "../errors.ts";

/** Seconds for which the same is not said again. */
const SILENCE = 60;

/** Reasons and addresses that are remembered at most. */
const MAX_REMEMBERED = 100;

interface Entry {
  readonly since: number;
  more: number;
}

/** Logs refused connections: whoever knocks a thousand times gets one line. */
export class RefusalLog {
  readonly #environment: Environment;
  readonly #warn: (text: string) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(environment: Environment, warn: (text: string) => void) {
    this.#environment = environment;
    this.#warn = warn;
  }

  /** Logs that a connection was refused, unless that was said just now. */
  add(address: string | undefined, error: LinkError): void {
    const now = this.#environment.monotonic();
    const key = `${address} ${error.reason}`;
    const entry = this.#entries.get(key);
    if (entry !== undefined && now - entry.since < SILENCE) {
      entry.more++;
      return;
    }
    const before = entry?.more ? `, and ${entry.more} more like it` : "";
    const from = address === undefined ? "" : ` from ${address}`;
    this.#warn(`Refused a connection${from}${before}: ${error.message}`);
    this.#remember(key, { since: now, more: 0 });
  }

  #remember(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_REMEMBERED && oldest !== undefined) {
      this.#entries.delete(oldest);
    }
  }
}
