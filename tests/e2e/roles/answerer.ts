import { type Message, Order, Role, type RoleInfo } from "kozo";

/** Answers each order "ask" by an order "answer" with the same data. */
class Answerer extends Role {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Order && message.type === "ask";
  }

  override async run(): Promise<void> {
    const message = await this.getMessage();
    if (!(message instanceof Order)) return;
    this.sendOrder("answer", undefined, message.data);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Answerer,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Answers orders.",
  config: {},
} satisfies RoleInfo;
