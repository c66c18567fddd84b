import { type Message, Order, Role, type RoleInfo } from "kozo";

/** Seconds for an answer on a busy machine. */
const PATIENCE = 30;

interface AskerConfig {
  readonly times: number;
}

/** Asks again and again, and prints how many milliseconds each answer took. */
class Asker extends Role<AskerConfig> {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Order && message.type === "answer";
  }

  override async run(): Promise<void> {
    // Until the nodes are linked, what is asked is lost.
    while (await this.#ask(0, 1) === undefined);
    const times: number[] = [];
    for (let number = 1; number <= this.config.times; number++) {
      const time = await this.#ask(number, PATIENCE);
      if (time === undefined) throw new Error(`No answer to ask ${number}`);
      times.push(time);
    }
    this.info("Round trips:", JSON.stringify(times));
    await this.sleep(1e6);
  }

  /** How long it took to get an answer, or nothing if none came in time. */
  async #ask(number: number, seconds: number): Promise<number | undefined> {
    const start = performance.now();
    this.sendOrder("ask", undefined, number);
    let message = await this.getMessage(seconds);
    // It may be the late answer to another.
    while (message instanceof Order && message.data !== number) {
      message = await this.getMessage(seconds);
    }
    return message && performance.now() - start;
  }
}

export const roleInfo = {
  format: "1.0",
  class: Asker,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Measures how long answers take.",
  config: {
    times: { default: 1, type: "integer", description: "How often to ask." },
  },
} satisfies RoleInfo;
