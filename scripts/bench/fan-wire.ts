import type { Wire } from "./wire.ts";

/** Several wires as one: what is sent goes to all. */
export class FanWire implements Wire {
  readonly #wires: readonly Wire[];

  constructor(wires: readonly Wire[]) {
    this.#wires = wires;
  }

  send(payload: Uint8Array): void {
    for (const wire of this.#wires) wire.send(payload);
  }

  async receive(take: (payload: Uint8Array) => void): Promise<void> {
    await Promise.all(this.#wires.map((wire) => wire.receive(take)));
  }
}
