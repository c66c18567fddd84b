import { copyBytes, decodeScanned } from "../wire/value.ts";

/** Who sent a message, and when. */
export interface MessageOrigin {
  /** Name of the node that sent it: the one whose key authenticated the link. */
  readonly sender: string;
  /** Name of the role that sent it. */
  readonly senderRole: string;
  /** Seconds since 1970 by the sender's clock. */
  readonly timestamp: number;
}

/**
 * What roles send to each other: an {@link Event}, an {@link Order} or a
 * {@link Log}. A role tells them apart by `instanceof`.
 *
 * @example
 * ```ts
 * import { Event, Log, type Message } from "kozo";
 * import assert from "node:assert/strict";
 *
 * function describe(message: Message): string {
 *   const from = `${message.senderRole}@${message.sender}`;
 *   if (message instanceof Log) return `${from} says: ${message.text}`;
 *   if (message instanceof Event) return `${from}: it is ${message.type}`;
 *   return `${from} wants something`;
 * }
 *
 * const origin = { sender: "clock", senderRole: "timer1", timestamp: 1767604023 };
 * assert.equal(describe(new Log(origin, "Tick")), "timer1@clock says: Tick");
 * ```
 */
export abstract class Message implements MessageOrigin {
  /** Name of the node that sent it: the one whose key authenticated the link. */
  readonly sender: string;
  /** Name of the role that sent it. */
  readonly senderRole: string;
  /** Seconds since 1970 by the sender's clock. */
  readonly timestamp: number;

  /** Roles do not make messages: see `Role.sendEvent` and its like. */
  constructor(origin: MessageOrigin) {
    this.sender = origin.sender;
    this.senderRole = origin.senderRole;
    this.timestamp = origin.timestamp;
  }

  /** Bytes that the message takes in a queue, about. */
  abstract get size(): number;

  /** A message with the same content that shares no object with this one. */
  abstract copy(): Message;
}

/** A message with a type, an optional channel and data: an event or an order. */
export abstract class TypedMessage extends Message {
  /** What kind of event or order it is, such as `tick`. */
  readonly type: string;
  /** A label that narrows the type down, or nothing. */
  readonly channel: string | undefined;
  /** The data as MessagePack. */
  readonly payload: Uint8Array;
  #data: { readonly value: unknown } | undefined;

  /** Takes the data as MessagePack. */
  constructor(
    origin: MessageOrigin,
    type: string,
    channel: string | undefined,
    payload: Uint8Array,
  ) {
    super(origin);
    this.type = type;
    this.channel = channel;
    this.payload = payload;
  }

  /**
   * What the sender passed as data; it is decoded when first asked for.
   *
   * Roles of other nodes may send anything: look at it before you use it. A
   * `Uint8Array` in it may be a small part of its `buffer`.
   *
   * @throws {DecodeError} when the payload is no value
   */
  get data(): unknown {
    this.#data ??= { value: decodeScanned(this.payload) };
    return this.#data.value;
  }

  /** Bytes that the message takes in a queue, about. */
  override get size(): number {
    return this.payload.length + this.type.length +
      (this.channel?.length ?? 0);
  }
}

/** Something happened. */
export class Event extends TypedMessage {
  /** A message with the same content that shares no object with this one. */
  override copy(): Event {
    return new Event(this, this.type, this.channel, copyBytes(this.payload));
  }
}

/** Something should be done. */
export class Order extends TypedMessage {
  /** A message with the same content that shares no object with this one. */
  override copy(): Order {
    return new Order(this, this.type, this.channel, copyBytes(this.payload));
  }
}

/** Something for the log. */
export class Log extends Message {
  /** What to log. */
  readonly text: string;

  /** Takes what to log. */
  constructor(origin: MessageOrigin, text: string) {
    super(origin);
    this.text = text;
  }

  /** Bytes that the message takes in a queue, about. */
  override get size(): number {
    return this.text.length;
  }

  /** A message with the same content that shares no object with this one. */
  override copy(): Log {
    return new Log(this, this.text);
  }
}
