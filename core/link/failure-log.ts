import type { Environment } from "../environment.ts";
import type { LinkError, LinkReason } from "../errors.ts";
import type { LogLevel } from "../model/log-level.ts";

/** Why a peer could not be reached. */
export interface Failure {
  /** Seconds since 1970. */
  readonly at: number;
  readonly reason: LinkReason;
  /** The reason in words. */
  readonly message: string;
}

/** Seconds between two lines about a failure that goes on. */
const SUMMARY = 3600;

/**
 * Logs why a peer cannot be reached: the first failure, a change of reason,
 * then once an hour. All others are for debugging only.
 */
export class FailureLog {
  readonly #environment: Environment;
  readonly #log: (level: LogLevel, text: string) => void;
  #last: Failure | undefined;
  #saidAt = 0;
  #failures = 0;

  constructor(
    environment: Environment,
    log: (level: LogLevel, text: string) => void,
  ) {
    this.#environment = environment;
    this.#log = log;
  }

  /** The last failure, unless the peer was reached since. */
  get last(): Failure | undefined {
    return this.#last;
  }

  /** Logs one more failure. */
  add(attempt: string, error: LinkError): void {
    const now = this.#environment.monotonic();
    const { reason, message } = error;
    this.#failures++;
    const isNews = reason !== this.#last?.reason;
    const isDue = now - this.#saidAt >= SUMMARY;
    const times = isDue && !isNews ? ` (${this.#failures} times)` : "";
    this.#log(
      isNews || isDue ? "warning" : "debug",
      `${attempt}${times}: ${reason}: ${message}`,
    );
    if (isNews || isDue) this.#saidAt = now;
    this.#last = { at: this.#environment.now(), reason, message };
  }

  /** Forgets all failures: the peer was reached. */
  reset(): void {
    this.#last = undefined;
    this.#failures = 0;
  }
}
