import { Event, type Role } from "kozo";
import type { Wire } from "./wire.ts";

/** The way of Kōzō: events between two roles. */
export class RoleWire implements Wire {
  readonly #role: Role;
  readonly #type: string;

  /** @param type of the events that are sent */
  constructor(role: Role, type: string) {
    this.#role = role;
    this.#type = type;
  }

  send(payload: Uint8Array): void {
    this.#role.sendEvent(this.#type, undefined, payload);
  }

  async receive(take: (payload: Uint8Array) => void): Promise<void> {
    for await (const message of this.#role.messages()) {
      if (!(message instanceof Event)) continue;
      if (message.data instanceof Uint8Array) take(message.data);
    }
  }
}
