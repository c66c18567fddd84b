import type { Environment } from "../environment.ts";
import type { Role } from "../model/role.ts";
import type { Inbox } from "./inbox.ts";

/** Calls of `run` in a row after which the rest of the program gets its turn. */
const MAX_CALLS = 1000;

/** Seconds of such calls after which it gets its turn. */
const MAX_SECONDS = 0.01;

/** Lets a role run as often as its rate control allows, and no more. */
export class Pacer {
  readonly #role: Role;
  readonly #inbox: Inbox;
  readonly #environment: Environment;
  readonly #signal: AbortSignal;
  readonly #onIdling: () => void;
  #calls = 0;
  #yieldedAt: number;
  /** How often the role had asked for messages at the last yield. */
  #asked = 0;

  /** @param onIdling is told when the role runs and runs and does nothing */
  constructor(
    role: Role,
    inbox: Inbox,
    environment: Environment,
    signal: AbortSignal,
    onIdling: () => void,
  ) {
    this.#onIdling = onIdling;
    this.#role = role;
    this.#inbox = inbox;
    this.#environment = environment;
    this.#signal = signal;
    this.#yieldedAt = environment.monotonic();
  }

  /** Waits a random part of the rate, so that roles do not work in step. */
  async beforeFirst(): Promise<void> {
    const rate = this.#role.getRateControl();
    if (rate !== undefined) await this.#wait(rate * this.#environment.random());
  }

  /**
   * Waits until `run` may be called again.
   *
   * @param start when the last call began, by the clock that never jumps
   */
  async between(start: number): Promise<void> {
    const rate = this.#role.getRateControl();
    if (rate === undefined) return await this.#yield();
    const seconds = start + rate - this.#environment.monotonic();
    if (seconds <= 0) return await this.#yield();
    if (!this.#role.getMessageRateControlOverride()) {
      return await this.#wait(seconds);
    }
    if (this.#inbox.length > 0) return await this.#yield();
    await this.#inbox.wait(seconds);
  }

  /** A role that never waits must not keep all others from running. */
  async #yield(): Promise<void> {
    const now = this.#environment.monotonic();
    this.#calls++;
    if (this.#calls < MAX_CALLS && now - this.#yieldedAt < MAX_SECONDS) return;
    if (this.#calls >= MAX_CALLS && this.#inbox.asked === this.#asked) {
      this.#onIdling();
    }
    await this.#wait(0);
    this.#calls = 0;
    this.#asked = this.#inbox.asked;
    this.#yieldedAt = this.#environment.monotonic();
  }

  #wait(seconds: number): Promise<void> {
    if (this.#signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.#environment.after(seconds, done);
      this.#signal.addEventListener("abort", done, { once: true });
    });
  }
}
