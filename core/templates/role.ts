import { type Message, Order, Role, type RoleInfo } from "kozo";

/** The options of the role, as `roleInfo` describes them. */
interface StarterConfig {
  readonly every: number;
  readonly greeting: string;
}

/** Sends an event "alive" now and then, and answers the order "greet". */
class Starter extends Role<StarterConfig> {
  #times = 0;

  /**
   * Called once on the node that runs the role, before `run`: open here what
   * that needs, and close it in `localStop`.
   */
  override localInit(): void {
    this.debug("Alive every", this.config.every, "s");
  }

  /**
   * Which messages the role gets. Other nodes ask it as well, before they send:
   * use only the message and `this.config`.
   */
  override isInterestedIn(message: Message): boolean {
    return message instanceof Order && message.type === "greet";
  }

  /**
   * Seconds between two calls of `run`; without it, one follows the other. Here
   * messages do not wait for that: `getMessageRateControlOverride`.
   */
  override getRateControl(): number {
    return this.config.every;
  }
  override getMessageRateControlOverride(): boolean {
    return true;
  }

  /**
   * Called again and again, until the node stops. It must not wait for anything
   * that does not end then: `getMessage` and `sleep` do, and so does whatever
   * takes `this.signal`.
   */
  override async run(): Promise<void> {
    const message = await this.getMessage(0);
    if (message instanceof Order) this.#answer(message);
    else this.#tell();
  }

  #answer({ sender, senderRole, channel }: Order): void {
    const text = `${this.config.greeting}, ${senderRole}@${sender}`;
    this.sendEvent("greeting", channel, { text });
    this.sendLog("Greeted", `${senderRole}@${sender}`);
  }

  #tell(): void {
    this.#times++;
    this.sendEvent("alive", undefined, { times: this.#times });
    this.info("Alive", this.#times);
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: Starter,
  author: "You",
  version: "0.1",
  description: "Says that it lives, and greets whoever asks for it.",
  // An option without a default has to be in the configuration.
  config: {
    every: {
      default: 5,
      minimum: 0.1,
      maximum: 60,
      description: "Seconds without a message after which it says so.",
    },
    greeting: {
      default: "Hello",
      description: "What it says to whoever wants to be greeted.",
    },
  },
} satisfies RoleInfo;
