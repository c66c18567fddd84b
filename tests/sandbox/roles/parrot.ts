import { type Message, Order, Role, type RoleInfo } from "kozo";

interface ParrotConfig {
  readonly word: string;
}

/** Says after its node whatever that orders, and remembers the last order. */
class Parrot extends Role<ParrotConfig> {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Order;
  }

  override async localInit(): Promise<void> {
    this.info("I remember", await this.getStorage());
  }

  override async run(): Promise<void> {
    const message = await this.getMessage();
    if (!(message instanceof Order)) return;
    await this.setStorage(message.data);
    const { type, channel, data, sender, senderRole } = message;
    this.sendEvent(type, channel, { data, sender, senderRole });
    this.sendLog(this.config.word, this.name, this.node.name);
  }

  override localStop(): void {
    this.sendEvent("over");
  }
}

export const roleInfo = {
  format: "1.0",
  class: Parrot,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Repeats orders.",
  config: { word: { default: "Said", description: "What it adds." } },
  check: ({ word }: ParrotConfig) =>
    word === "" ? { word: "is empty, expected a word" } : {},
} satisfies RoleInfo;
