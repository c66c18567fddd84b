import { Event, Log, type Message, Order } from "../model/message.ts";
import type { MessageFrame } from "../wire/codec.ts";

/** What travels of a message, in full. */
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
