import type { Environment } from "../environment.ts";
import type { LinkError } from "../errors.ts";
import type { PingFrame, PongFrame } from "../wire/codec.ts";

/** What the answer to a ping tells. */
export interface Pong {
  /** Seconds from the question to the answer. */
  readonly roundTrip: number;
  /** Seconds that the peer's clock is ahead of this one, about. */
  readonly clockSkew: number;
}

interface Question {
  /** When it was asked, by both clocks of this node. */
  readonly asked: number;
  readonly time: number;
  readonly settle: PromiseWithResolvers<Pong>;
}

/** The questions on one link that are not answered yet. */
export class Pings {
  readonly #environment: Environment;
  readonly #questions = new Map<number, Question>();
  #number = 0;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * Asks.
   *
   * @param send puts the question on its way
   * @throws the signal's reason when that is aborted
   * @throws {LinkError} when the link ends before the answer
   */
  async ask(
    send: (ping: PingFrame) => void,
    signal: AbortSignal,
  ): Promise<Pong> {
    signal.throwIfAborted();
    const number = ++this.#number;
    const settle = Promise.withResolvers<Pong>();
    const onAbort = () => settle.reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    this.#questions.set(number, {
      asked: this.#environment.monotonic(),
      time: this.#environment.now(),
      settle,
    });
    send({ kind: "ping", number });
    try {
      return await settle.promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#questions.delete(number);
    }
  }

  /** An answer has come; one that nobody waits for any more means nothing. */
  answered({ number, time }: PongFrame): void {
    const question = this.#questions.get(number);
    if (question === undefined) return;
    const roundTrip = this.#environment.monotonic() - question.asked;
    const clockSkew = time - (question.time + roundTrip / 2);
    question.settle.resolve({ roundTrip, clockSkew });
  }

  /** No answer can come any more. */
  end(error: LinkError): void {
    for (const { settle } of this.#questions.values()) settle.reject(error);
  }
}
