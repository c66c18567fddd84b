import { Event, type Message, printable, Role, type RoleInfo } from "kozo";
import { formatTick } from "./timer/format-tick.ts";

/** The options of a {@link Cuckoo}, as `roleInfo` describes them. */
interface CuckooConfig {
  readonly timer: string | null;
  readonly log: boolean;
}

/** Says when a timer ticks, and remembers the last tick in its storage. */
class Cuckoo extends Role<CuckooConfig> {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "tick" &&
      this.#listensTo(message.senderRole);
  }

  override async run(): Promise<void> {
    const message = await this.getMessage();
    if (!(message instanceof Event)) return;
    const tick = formatTick(message.data);
    const timer = printable(`${message.senderRole}@${message.sender}`);
    this.info("Received message", tick, "from timer", timer);
    const last = await this.#rememberInsteadOfLast(tick);
    if (!this.config.log) return;
    this.sendLog("Cuckoo received message", tick, "- Last cuckoo:", last);
  }

  #listensTo(timer: string): boolean {
    const wanted = this.config.timer ?? "*";
    return wanted === "*" || wanted === timer;
  }

  /** Stores the tick, and tells which one was stored before. */
  async #rememberInsteadOfLast(tick: string): Promise<string> {
    const last = await this.getStorage();
    await this.setStorage(tick);
    return typeof last === "string" ? last : "never";
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: Cuckoo,
  author: "Kōzō",
  version: "1.0",
  stores: true,
  sends: [],
  hears: ["tick"],
  description: "Listens for the ticks of timers and remembers the last one.",
  config: {
    timer: {
      default: null,
      type: "string",
      names: "role",
      description: 'Name of the timer role to listen to; "*" or none: all.',
    },
    log: {
      default: true,
      description: "Whether to send a log message for each tick.",
    },
  },
} satisfies RoleInfo;
