import {
  PAYLOAD_SIZE,
  readPayload,
  wallClock,
  Wanted,
  writePayload,
} from "./payload.ts";
import type { Wire } from "./wire.ts";

/** Milliseconds after which late answers are sent. */
const LATE = 60;

/** Counts the messages that come over a wire, and answers those that ask. */
export class Subscriber {
  readonly #wire: Wire;
  readonly #answer = new Uint8Array(PAYLOAD_SIZE);
  #received = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Runs until the wire ends. */
  async run(): Promise<void> {
    await this.#wire.receive((bytes) => this.#take(bytes));
  }

  #take(bytes: Uint8Array): void {
    this.#received++;
    const { wanted, number } = readPayload(bytes);
    if (wanted === Wanted.Nothing) return;
    const time = wallClock();
    if (wanted === Wanted.Answer) return this.#reply(number, time);
    setTimeout(() => this.#reply(number, time), LATE);
  }

  #reply(number: number, time: number): void {
    writePayload(this.#answer, {
      wanted: Wanted.Nothing,
      number,
      received: this.#received,
      time,
    });
    this.#wire.send(this.#answer);
  }
}
