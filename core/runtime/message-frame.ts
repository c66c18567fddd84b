import { Event, Log, type Message, Order } from "../model/message.ts";
import type { MessageFrame } from "../wire/codec.ts";

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
