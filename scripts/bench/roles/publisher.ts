import { Event, type Message, Role, type RoleInfo } from "kozo";
import { aborted } from "../../support/waiting.ts";
import { RoleWire } from "../role-wire.ts";
import { serve } from "../serve.ts";

/** Measures what standard input asks for. */
class PublisherRole extends Role {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "answer";
  }

  override async run(): Promise<void> {
    await serve(new RoleWire(this, "question"), this.signal);
    await aborted(this.signal);
  }

  override getHangTimeout(): number {
    return Infinity;
  }
}

export const roleInfo = {
  format: "1.0",
  class: PublisherRole,
  author: "The Kōzō authors",
  version: "1.0",
  description:
    "Sends messages to a subscriber and measures what becomes of them.",
  config: {},
} satisfies RoleInfo;
