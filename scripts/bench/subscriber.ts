import {
  PAYLOAD_SIZE,
  readPayload,
  wallClock,
  Wanted,
  writePayload,
} from "./payload.ts";
import type { Wire } from "./wire.ts";

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
    writePayload(this.#answer, {
      wanted: Wanted.Nothing,
      number,
      received: this.#received,
      time: wallClock(),
    });
    this.#wire.send(this.#answer);
  }
}
