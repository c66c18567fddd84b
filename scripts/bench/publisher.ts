import { Handoff } from "kozo";
import {
  type Payload,
  PAYLOAD_SIZE,
  readPayload,
  Wanted,
  writePayload,
} from "./payload.ts";
import type { Wire } from "./wire.ts";

/** Sends numbered messages over a wire, and takes the answers. */
export class Publisher {
  readonly #wire: Wire;
  readonly #signal: AbortSignal;
  readonly #replies = new Handoff<Payload>();
  readonly #payload = new Uint8Array(PAYLOAD_SIZE);
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
    await this.#wire.receive((bytes) => this.#replies.give(readPayload(bytes)));
  }

  /** Sends the next message. */
  send(wanted: Wanted): void {
    const number = ++this.#sent;
    writePayload(this.#payload, { wanted, number, received: 0, cpu: 0 });
    this.#wire.send(this.#payload);
  }

  /**
   * Waits for the next answer.
   *
   * @throws the signal's reason when that is aborted
   */
  reply(): Promise<Payload> {
    return this.#replies.take(this.#signal);
  }

  /** Asks for an account, and waits for it. */
  async ask(): Promise<Payload> {
    this.send(Wanted.Account);
    for (;;) {
      const reply = await this.reply();
      if (reply.number === this.#sent) return reply;
    }
  }
}
