import type { Environment } from "../environment.ts";

/** Looks at a role in each time that it may hang. */
const LOOKS = 4;

/** What a {@link HangWatch} looks at. */
export interface Watched {
  /** Seconds for which it may make no progress while it is busy. */
  readonly timeout: number;
  /** Whether it should make progress. */
  readonly isBusy: boolean;
  /** A number that changes with all progress. */
  readonly progress: number;
}

/**
 * Notices when something makes no progress though it should. It looks now and
 * then, since to ask the clock at every message would cost more than the
 * message does: so it notices up to a quarter of the time later.
 */
export class HangWatch {
  readonly #environment: Environment;
  readonly #look: () => Watched;
  readonly #onHang: (seconds: number) => void;
  #cancel: () => void = () => {};
  #progress = 0;
  /** Looks in a row that saw no progress. */
  #idle = 0;

  constructor(
    environment: Environment,
    look: () => Watched,
    onHang: (seconds: number) => void,
  ) {
    this.#environment = environment;
    this.#look = look;
    this.#onHang = onHang;
  }

  /** Begins to watch. */
  start(): void {
    const { timeout, progress } = this.#look();
    this.#progress = progress;
    this.#arm(timeout);
  }

  /** Watches no longer. */
  stop(): void {
    this.#cancel();
  }

  #arm(timeout: number): void {
    if (timeout === Infinity) return;
    this.#cancel = this.#environment.after(timeout / LOOKS, () => this.#tick());
  }

  #tick(): void {
    const { timeout, isBusy, progress } = this.#look();
    const isIdle = isBusy && progress === this.#progress;
    this.#idle = isIdle ? this.#idle + 1 : 0;
    this.#progress = progress;
    // The first look tells only that it was busy then.
    if (this.#idle > LOOKS) this.#onHang(timeout);
    else this.#arm(timeout);
  }
}
