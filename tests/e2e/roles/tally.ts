import { Event, type Message, Role, type RoleInfo } from "kozo";

interface TallyConfig {
  readonly sender: string;
}

/** Prints the numbers that a counter sends, and what is amiss between two. */
class Tally extends Role<TallyConfig> {
  #last: number | undefined;

  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "count" &&
      message.sender === this.config.sender;
  }

  override async run(): Promise<void> {
    const message = await this.getMessage();
    if (!(message instanceof Event)) return;
    const number = Number(message.data);
    if (this.#last !== undefined && number !== this.#last + 1) {
      this.warn(`Gap: ${number} follows ${this.#last}`);
    }
    this.#last = number;
    this.info(`Counted ${number}`);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Tally,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Watches whether a counter leaves out a number.",
  config: {
    sender: { type: "string", description: "The counter's node." },
  },
} satisfies RoleInfo;
