import { type Message, Order, Role, type RoleInfo } from "kozo";

/** The options of the role, as `roleInfo` describes them. */
interface StarterConfig {
  readonly every: number;
  readonly greeting: string;
}

/** Sends an event "tick" now and then, and answers the order "greet". */
class Starter extends Role<StarterConfig> {
  #ticks = 0;

  /**
   * Called once on the node that runs the role, before `run`: open here what
   * that needs, and close it in `localStop`.
   */
  override localInit(): void {
    this.debug("Sends a tick every", this.config.every, "s");
  }

  /**
   * Which messages the role gets. Other nodes ask it as well, before they send:
   * use only the message and `this.config`.
   */
  override isInterestedIn(message: Message): boolean {
    return message instanceof Order && message.type === "greet";
  }

  /**
   * Called again and again, until the node stops. It must not wait for anything
   * that does not end then: `getMessage` and `sleep` do, and so does whatever
   * takes `this.signal`.
   */
  override async run(): Promise<void> {
    const message = await this.getMessage(this.config.every);
    if (message instanceof Order) this.#answer(message);
    else this.#tick();
  }

  #answer({ sender, senderRole, channel }: Order): void {
    const text = `${this.config.greeting}, ${senderRole}@${sender}`;
    this.sendEvent("greeting", channel, { text });
    this.sendLog("Greeted", `${senderRole}@${sender}`);
  }

  #tick(): void {
    this.#ticks++;
    this.sendEvent("tick", undefined, { count: this.#ticks });
    this.info("Tick", this.#ticks);
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: Starter,
  author: "You",
  version: "0.1",
  description: "Sends ticks, and greets whoever asks for it.",
  // An option without a default has to be in the configuration.
  config: {
    every: {
      default: 5,
      minimum: 0.1,
      maximum: 60,
      description: "Seconds without a message after which it ticks.",
    },
    greeting: {
      default: "Hello",
      description: "What it says to whoever wants to be greeted.",
    },
  },
} satisfies RoleInfo;
