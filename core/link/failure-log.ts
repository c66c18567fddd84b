import type { Environment } from "../environment.ts";
import type { LinkError, LinkReason } from "../errors.ts";
import type { LogLevel } from "../model/log-level.ts";

/** Seconds between two lines about a failure that goes on. */
const SUMMARY = 3600;

/**
 * Logs why a peer cannot be reached: the first failure, a change of reason,
 * then once an hour. All others are for debugging only.
 */
export class FailureLog {
  readonly #environment: Environment;
  readonly #log: (level: LogLevel, text: string) => void;
  #reason: LinkReason | undefined;
  #saidAt = 0;
  #failures = 0;

  constructor(
    environment: Environment,
    log: (level: LogLevel, text: string) => void,
  ) {
    this.#environment = environment;
    this.#log = log;
  }

  /** Logs one more failure. */
  add(attempt: string, error: LinkError): void {
    const now = this.#environment.monotonic();
    this.#failures++;
    const isNews = error.reason !== this.#reason;
    const isDue = now - this.#saidAt >= SUMMARY;
    const times = isDue && !isNews ? ` (${this.#failures} times)` : "";
    this.#log(
      isNews || isDue ? "warning" : "debug",
      `${attempt}${times}: ${error.reason}: ${error.message}`,
    );
    if (isNews || isDue) this.#saidAt = now;
    this.#reason = error.reason;
  }

  /** Forgets all failures: the peer was reached. */
  reset(): void {
    this.#reason = undefined;
    this.#failures = 0;
  }
}
