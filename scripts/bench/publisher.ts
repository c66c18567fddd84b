// Not from "kozo": in what is measured beside Kōzō there is nothing else of it.
import { Handoff } from "../../core/handoff.ts";
import {
  type Payload,
  PAYLOAD_SIZE,
  readPayload,
  Wanted,
  writePayload,
} from "./payload.ts";
import type { Wire } from "./wire.ts";

/** Milliseconds after which an answer that has not come is asked for again. */
const IMPATIENCE = 100;

/** An answer. */
export interface Reply extends Payload {
  /** When it came, in ms. */
  readonly at: number;
}

/** Sends numbered messages over a wire, and takes the answers. */
export class Publisher {
  readonly #wire: Wire;
  readonly #signal: AbortSignal;
  readonly #replies = new Handoff<Reply>();
  #payload = new Uint8Array(PAYLOAD_SIZE);
  #sent = 0;

  /** @param signal ends all waits */
  constructor(wire: Wire, signal: AbortSignal) {
    this.#wire = wire;
    this.#signal = signal;
  }

  /** Messages sent so far, which is the number of the last one. */
  get sent(): number {
    return this.#sent;
  }

  /** Takes the answers, until the wire ends. */
  async run(): Promise<void> {
    await this.#wire.receive((bytes) => {
      this.#replies.give({ ...readPayload(bytes), at: performance.now() });
    });
  }

  /** Sends the next message, of so many bytes. */
  send(wanted: Wanted, size = PAYLOAD_SIZE): void {
    const number = ++this.#sent;
    if (this.#payload.length !== size) this.#payload = new Uint8Array(size);
    writePayload(this.#payload, { wanted, number, received: 0, time: 0 });
    this.#wire.send(this.#payload);
  }

  /**
   * Waits for the next answer.
   *
   * @throws the signal's reason when that is aborted
   */
  reply(): Promise<Reply> {
    return this.#replies.take(this.#signal);
  }

  /**
   * Waits for the answer to a message that is sent now. It says how many of
   * all those before have come: whatever is on its way comes before it. If it
   * was dropped itself, another one is sent.
   *
   * @param take has the answers to earlier messages
   */
  async ask(take: (reply: Reply) => void = () => {}): Promise<Reply> {
    const first = this.#sent + 1;
    for (;;) {
      this.send(Wanted.Answer);
      const reply = await this.#replyTo(first, take);
      if (reply !== undefined) return reply;
    }
  }

  /** The first answer to message `first` or a later one, if any comes soon. */
  async #replyTo(
    first: number,
    take: (reply: Reply) => void,
  ): Promise<Reply | undefined> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), IMPATIENCE);
    const signal = AbortSignal.any([this.#signal, late.signal]);
    try {
      for (;;) {
        const reply = await this.#replies.take(signal);
        if (reply.number >= first) return reply;
        take(reply);
      }
    } catch (error) {
      if (!late.signal.aborted) throw error;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
