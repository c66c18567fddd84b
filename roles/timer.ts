import { Role, type RoleInfo, strftime } from "kozo";
import { formatTick } from "./timer/format-tick.ts";

/** The options of a {@link Timer}, as `roleInfo` describes them. */
interface TimerConfig {
  readonly tick: number;
  readonly message: string;
}

/** Sends an event `tick` at a regular interval. */
class Timer extends Role<TimerConfig> {
  /** Makes the node call `run` once every `tick` seconds. */
  override getRateControl(): number {
    return this.config.tick;
  }

  override run(): void {
    const time = strftime("%H:%M:%S", Date.now() / 1000);
    const tick = [this.config.message, time];
    this.sendEvent("tick", undefined, tick);
    this.sendLog("Timer sent message:", formatTick(tick));
    this.debug("Sent message:", formatTick(tick));
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: Timer,
  author: "Kōzō",
  version: "1.0",
  sends: ["tick"],
  description: "Sends a tick event at a regular interval.",
  config: {
    tick: {
      default: 1,
      minimum: 0.001,
      description: "Seconds between two ticks.",
    },
    message: {
      default: "Ping!",
      description: "Text that every tick carries.",
    },
  },
} satisfies RoleInfo;
