import { Event, type MessageOrigin, Order } from "../model/message.ts";

/** An event whose data is given as it is, without encoding. */
export class GivenEvent extends Event {
  readonly #value: unknown;

  constructor(
    origin: MessageOrigin,
    type: string,
    channel: string | undefined,
    value: unknown,
  ) {
    super(origin, type, channel, new Uint8Array());
    this.#value = value;
  }

  override get data(): unknown {
    return this.#value;
  }
}

/** An order whose data is given as it is, without encoding. */
export class GivenOrder extends Order {
  readonly #value: unknown;

  constructor(
    origin: MessageOrigin,
    type: string,
    channel: string | undefined,
    value: unknown,
  ) {
    super(origin, type, channel, new Uint8Array());
    this.#value = value;
  }

  override get data(): unknown {
    return this.#value;
  }
}
