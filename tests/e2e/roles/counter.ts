import { Role, type RoleInfo } from "kozo";

interface CounterConfig {
  readonly period: number;
  readonly burst: number;
}

/** Sends the numbers from 1 on, one in each event. */
class Counter extends Role<CounterConfig> {
  #number = 0;

  override getRateControl(): number {
    return this.config.period;
  }

  override run(): void {
    for (let i = 0; i < this.config.burst; i++) {
      this.sendEvent("count", undefined, ++this.#number);
    }
  }
}

export const roleInfo = {
  format: "1.0",
  class: Counter,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Counts.",
  config: {
    period: { default: 0.1, description: "Seconds between two numbers." },
    burst: {
      default: 1,
      type: "integer",
      description: "Numbers that come at once instead of one.",
    },
  },
} satisfies RoleInfo;
