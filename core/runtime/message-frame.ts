import { MessageError } from "../errors.ts";
import { Event, Log, type Message, Order } from "../model/message.ts";
import { encodeFrame, type MessageFrame } from "../wire/codec.ts";
import { HEADER_SIZE } from "../wire/frame.ts";

/** What travels of a message. */
export function toFrame(message: Message): MessageFrame {
  const { sender, senderRole: role, timestamp: time } = message;
  if (message instanceof Log) {
    return { kind: "log", sender, role, time, text: message.text };
  }
  if (message instanceof Event || message instanceof Order) {
    const kind = message instanceof Event ? "event" : "order";
    const { type, channel, payload: data } = message;
    return { kind, sender, role, time, type, channel, data };
  }
  throw new TypeError(`${message.constructor.name} is no kind of message`);
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

/**
 * The bytes that carry a message.
 *
 * @throws {MessageError} when they are more than a peer would take
 */
export function encodeMessage(message: Message, maxSize: number): Uint8Array {
  const frame = encodeFrame(toFrame(message));
  const size = frame.length - HEADER_SIZE;
  if (size <= maxSize) return frame;
  throw new MessageError(
    `Cannot send the message: it has ${size} bytes, more than ` +
      `"maxMessageSize" (${maxSize}) allows`,
  );
}
