import {
  type GpioBias,
  type GpioLine,
  messageOf,
  openGpioLine,
  Role,
  type RoleInfo,
} from "kozo";
import { Trouble } from "./recovery/trouble.ts";

/** How many pins the kernel can give a chip. */
const MOST_PINS = 65536;

/** The options of a {@link MotionDetect}, as `roleInfo` describes them. */
interface MotionDetectConfig {
  readonly pin: number;
  readonly period: number;
  readonly log: boolean;
  readonly onChange: boolean;
  readonly chip: string | null;
  readonly bias: GpioBias;
  readonly activeLow: boolean;
  readonly debounce: number;
}

/** Says whether somebody moves, as a detector on a pin has it. */
class MotionDetect extends Role<MotionDetectConfig> {
  #hadMotion = false;
  readonly #trouble = new Trouble((problem) => this.error(problem));

  /** A pin that cannot be had is tried again, ever later. */
  override async run(): Promise<void> {
    try {
      await this.#watch();
    } catch (error) {
      this.signal.throwIfAborted();
      await this.sleep(this.#trouble.note(messageOf(error)));
    }
  }

  async #watch(): Promise<void> {
    using detector = this.#openDetector();
    this.#trouble.end();
    this.#hadMotion = false;
    const over = new AbortController();
    const present = AbortSignal.any([this.signal, over.signal]);
    try {
      await Promise.all([
        this.#reportRegularly(detector, present),
        this.#reportChanges(detector, present),
      ]);
    } finally {
      over.abort();
    }
  }

  #openDetector(): GpioLine {
    const { pin, chip, bias, activeLow, debounce, onChange } = this.config;
    return openGpioLine(pin, {
      chip: chip ?? undefined,
      consumer: `kozo ${this.name}`,
      edges: onChange,
      bias,
      activeLow,
      debounce,
    });
  }

  async #reportRegularly(
    detector: GpioLine,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      this.#report(detector.value);
      await this.sleep(this.config.period);
    }
  }

  /** Without `onChange` there are none. */
  async #reportChanges(
    detector: GpioLine,
    signal: AbortSignal,
  ): Promise<void> {
    if (!this.config.onChange) return;
    for await (const { isActive } of detector.edges(signal)) {
      this.#report(isActive);
    }
  }

  #report(hasMotion: boolean): void {
    this.sendEvent("motion detection", undefined, hasMotion);
    const hasChanged = hasMotion !== this.#hadMotion;
    this.#hadMotion = hasMotion;
    if (!this.config.log || !hasChanged) return;
    this.sendLog(hasMotion ? "Motion detected!" : "Motion stopped.");
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: MotionDetect,
  author: "Kōzō",
  version: "1.0",
  sends: ["motion detection"],
  description: "Reports movement given by a motion detector on a GPIO pin.",
  config: {
    pin: {
      default: 18,
      type: "integer",
      minimum: 0,
      maximum: MOST_PINS - 1,
      description:
        "Pin of the detector's output wire; on a Raspberry Pi its BCM number.",
    },
    period: {
      default: 0.5,
      minimum: 0.01,
      description: "Seconds between two events.",
    },
    log: {
      default: true,
      description:
        "Whether to send a log message each time that motion starts or stops.",
    },
    onChange: {
      default: true,
      description:
        "Whether to send an event at once when motion starts or stops, too.",
    },
    chip: {
      default: null,
      type: "string",
      description:
        "Label of the GPIO chip, or absolute path of its device. Left out: " +
        "the Raspberry Pi's own.",
    },
    bias: {
      default: "as-is",
      choices: ["as-is", "disabled", "pull-up", "pull-down"],
      description: "What keeps the pin's level when nothing drives it.",
    },
    activeLow: {
      default: false,
      description: "Whether a low level means motion.",
    },
    debounce: {
      default: 0,
      minimum: 0,
      maximum: 60,
      description: "Seconds that a new level must last until it counts.",
    },
  },
} satisfies RoleInfo;
