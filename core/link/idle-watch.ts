import type { Environment } from "../environment.ts";
import { ROUNDING } from "../rounding.ts";

/** Tells when nothing has happened for a while. */
export class IdleWatch {
  readonly #seconds: number;
  readonly #environment: Environment;
  readonly #onIdle: () => void;
  #touchedAt = 0;
  #cancel: (() => void) | undefined;

  constructor(seconds: number, environment: Environment, onIdle: () => void) {
    this.#seconds = seconds;
    this.#environment = environment;
    this.#onIdle = onIdle;
  }

  /** Begins to watch. */
  start(): void {
    this.stop();
    this.#arm(this.#seconds);
    this.touch();
  }

  /** Something has happened. */
  touch(): void {
    if (this.#cancel === undefined) return;
    this.#touchedAt = this.#environment.monotonic();
  }

  /** Watches no longer. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #arm(seconds: number): void {
    this.#cancel = this.#environment.after(seconds, () => this.#check());
  }

  #check(): void {
    const idle = this.#environment.monotonic() - this.#touchedAt;
    const left = this.#seconds - idle;
    if (left > ROUNDING) return this.#arm(left);
    this.#cancel = undefined;
    this.#onIdle();
  }
}
