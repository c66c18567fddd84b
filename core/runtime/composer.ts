import { MessageError } from "../errors.ts";
import {
  Event,
  Log,
  type Message,
  type MessageOrigin,
  Order,
} from "../model/message.ts";
import { writeFrame } from "../wire/codec.ts";
import { HEADER_SIZE } from "../wire/frame.ts";
import type { Span } from "../wire/span.ts";
import type { Topics } from "../wire/topics.ts";
import { encodeShared } from "../wire/value.ts";

/** A message of this node, and the bytes that carry it to others. */
export interface Outgoing {
  readonly message: Message;
  /** Its last bytes are the message's payload, if that has one. */
  readonly frame: Span;
}

/** Makes the messages of a node. */
export class Composer {
  readonly #topics: Topics;
  readonly #maxSize: number;

  /** @param maxSize bytes that a peer takes as one message */
  constructor(topics: Topics, maxSize: number) {
    this.#topics = topics;
    this.#maxSize = maxSize;
  }

  /**
   * Makes an event or an order.
   *
   * @throws {MessageError} when no node could read the data, or it is too big
   */
  typed(
    of: "event" | "order",
    origin: MessageOrigin,
    type: string,
    channel: string | undefined,
    value: unknown,
  ): Outgoing {
    const { sender, senderRole: role, timestamp: time } = origin;
    const data = encodeShared(value);
    const topic = this.#topics.numberOf({ of, sender, role, type, channel });
    const frame = this.#fitting(writeFrame(
      topic === undefined
        ? { kind: of, sender, role, time, type, channel, data }
        : { kind: "brief", topic, time, data },
    ));
    const payload = frame.bytes.subarray(frame.end - data.length, frame.end);
    const Kind = of === "event" ? Event : Order;
    return { message: new Kind(origin, type, channel, payload), frame };
  }

  /**
   * Makes a log message.
   *
   * @throws {MessageError} when it is too big
   */
  log(origin: MessageOrigin, text: string): Outgoing {
    const { sender, senderRole: role, timestamp: time } = origin;
    const frame = writeFrame({ kind: "log", sender, role, time, text });
    return { message: new Log(origin, text), frame: this.#fitting(frame) };
  }

  #fitting(frame: Span): Span {
    const size = frame.length - HEADER_SIZE;
    if (size <= this.#maxSize) return frame;
    throw new MessageError(
      `Cannot send the message: it has ${size} bytes, more than ` +
        `"maxMessageSize" (${this.#maxSize}) allows`,
    );
  }
}
