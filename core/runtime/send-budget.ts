import type { Environment } from "../environment.ts";
import { MessageError } from "../errors.ts";

/** Messages that a role may send before the rest of the program has a turn. */
const MAX_MESSAGES = 100_000;

/** Messages after which it is worth looking whether that turn has come. */
const WATCH_FROM = 1000;

/**
 * Stops a role that sends without a pause: it would keep the whole node from
 * doing anything else, and most of its messages from going anywhere.
 */
export class SendBudget {
  readonly #environment: Environment;
  readonly #signal: AbortSignal;
  #spent = 0;

  /** @param signal aborted when the role ends */
  constructor(environment: Environment, signal: AbortSignal) {
    this.#environment = environment;
    this.#signal = signal;
  }

  /**
   * One more message.
   *
   * @throws {MessageError} when it is one too many
   */
  spend(): void {
    this.#spent++;
    if (this.#spent === WATCH_FROM) this.#watch();
    if (this.#spent <= MAX_MESSAGES) return;
    throw new MessageError(
      `Cannot send the message: ${MAX_MESSAGES} were sent without a pause; ` +
        "let the role sleep, or wait for a message, now and then",
    );
  }

  #watch(): void {
    const refill = () => {
      this.#signal.removeEventListener("abort", cancel);
      this.#spent = 0;
    };
    const cancel = this.#environment.after(0, refill);
    this.#signal.addEventListener("abort", cancel, { once: true });
  }
}
