import type { Environment } from "../environment.ts";

/** What an {@link Upgrade} needs. */
export interface UpgradeOptions {
  readonly environment: Environment;
  /** Seconds between two tries. */
  readonly interval: number;
  /** Whether the link in use is not over the best transport there is. */
  isWanted(): boolean;
  /** Tries to make a link over a better one. Never rejects. */
  dial(signal: AbortSignal): Promise<void>;
}

/** Looks now and then whether a better transport works again. */
export class Upgrade {
  readonly #options: UpgradeOptions;
  #cancel: (() => void) | undefined;
  #attempt: AbortController | undefined;

  constructor(options: UpgradeOptions) {
    this.#options = options;
  }

  /** A link is in use from now on. */
  start(): void {
    this.stop();
    if (!this.#options.isWanted()) return;
    const { environment, interval } = this.#options;
    this.#cancel = environment.after(interval, () => void this.#try());
  }

  /** No link is in use. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#attempt?.abort();
    this.#attempt = undefined;
  }

  async #try(): Promise<void> {
    const attempt = this.#attempt = new AbortController();
    await this.#options.dial(attempt.signal);
    if (attempt.signal.aborted) return;
    this.start();
  }
}
