import { MessageError } from "../errors.ts";
import {
  Event,
  Log,
  type Message,
  type MessageOrigin,
  Order,
} from "../model/message.ts";
import { encodeFrame, type MessageFrame } from "../wire/codec.ts";
import { HEADER_SIZE } from "../wire/frame.ts";
import { encodeShared } from "../wire/value.ts";

/** A message of this node, and the bytes that carry it to others. */
export interface Outgoing {
  readonly message: Message;
  /** Its last bytes are the message's payload, if that has one. */
  readonly frame: Uint8Array;
}

/**
 * Makes an event or an order.
 *
 * @throws {MessageError} when no node could read the data, or the frame has
 * more than `maxSize` bytes
 */
export function composeTyped(
  kind: "event" | "order",
  origin: MessageOrigin,
  type: string,
  channel: string | undefined,
  data: unknown,
  maxSize: number,
): Outgoing {
  const { sender, senderRole: role, timestamp: time } = origin;
  const shared = encodeShared(data);
  const frame = fitting(
    encodeFrame({ kind, sender, role, time, type, channel, data: shared }),
    maxSize,
  );
  const payload = frame.subarray(frame.length - shared.length);
  const Kind = kind === "event" ? Event : Order;
  return { message: new Kind(origin, type, channel, payload), frame };
}

/**
 * Makes a log message.
 *
 * @throws {MessageError} when the frame has more than `maxSize` bytes
 */
export function composeLog(
  origin: MessageOrigin,
  text: string,
  maxSize: number,
): Outgoing {
  const { sender, senderRole: role, timestamp: time } = origin;
  const frame = encodeFrame({ kind: "log", sender, role, time, text });
  return {
    message: new Log(origin, text),
    frame: fitting(frame, maxSize),
  };
}

/** The message that a frame carries. */
export function fromFrame(frame: MessageFrame): Message {
  const { sender, role: senderRole, time: timestamp } = frame;
  const origin = { sender, senderRole, timestamp };
  switch (frame.kind) {
    case "event":
      return new Event(origin, frame.type, frame.channel, frame.data);
    case "order":
      return new Order(origin, frame.type, frame.channel, frame.data);
    case "log":
      return new Log(origin, frame.text);
  }
}

function fitting(frame: Uint8Array, maxSize: number): Uint8Array {
  const size = frame.length - HEADER_SIZE;
  if (size <= maxSize) return frame;
  throw new MessageError(
    `Cannot send the message: it has ${size} bytes, more than ` +
      `"maxMessageSize" (${maxSize}) allows`,
  );
}
