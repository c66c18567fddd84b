import { Event, type Message, Role, type RoleInfo } from "kozo";
import { RoleWire } from "../role-wire.ts";
import { Subscriber } from "../subscriber.ts";

/** Counts what a publisher sends. */
class SubscriberRole extends Role {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "question";
  }

  override async run(): Promise<void> {
    await new Subscriber(new RoleWire(this, "answer")).run();
  }
}

export const roleInfo = {
  format: "1.0",
  class: SubscriberRole,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Counts the messages of a publisher and answers some of them.",
  config: {},
} satisfies RoleInfo;
