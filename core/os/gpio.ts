import type { FileDescriptor } from "./file-descriptor.ts";
import { findGpioChip } from "./find-gpio-chip.ts";
import {
  EVENT_SIZE,
  GET_VALUES,
  LineFlag,
  packValue,
  SET_VALUES,
  unpackEvents,
  unpackValue,
} from "./gpio-abi.ts";
import { Kernel } from "./kernel.ts";
import { POLLIN } from "./poller.ts";

/** The ioctl by which calls of a descriptor block no more. */
const FIONBIO = 0x5421n;

/** Edges that are read at once; the kernel keeps 16 of a line. */
const MOST_EDGES = 16;

/** What keeps an input's level when nothing drives it. */
export type GpioBias = "as-is" | "disabled" | "pull-up" | "pull-down";

/** What {@link openGpioLine} takes besides the pin. */
export interface GpioLineOptions {
  /**
   * Label of the chip, or absolute path of its device. Default: the chip behind
   * the pins of a Raspberry Pi, whichever model.
   */
  readonly chip?: string | undefined;
  /** What programs that want the pin too are told. Default: `kozo`. */
  readonly consumer?: string | undefined;
  /** Whether the pin is driven, and not read. Default: false. */
  readonly isOutput?: boolean | undefined;
  /** What an output has from the beginning. Default: false. */
  readonly value?: boolean | undefined;
  /** Whether active means low. Default: false. */
  readonly activeLow?: boolean | undefined;
  /** Default: `as-is`, which the machine's configuration has chosen. */
  readonly bias?: GpioBias | undefined;
  /** Whether an input's {@link GpioLine.edges} are noted. Default: false. */
  readonly edges?: boolean | undefined;
  /**
   * Seconds, up to 4000, for which an input must keep a new level until that
   * counts. Default: 0.
   */
  readonly debounce?: number | undefined;
}

/** A change of a pin. */
export interface GpioEdge {
  /** Whether the pin has become active, or inactive. */
  readonly isActive: boolean;
  /**
   * When, in seconds, by the kernel: for times between edges. Its zero means
   * nothing.
   */
  readonly time: number;
}

/** A pin of this machine that is ours until it is disposed of. */
export interface GpioLine extends Disposable {
  /**
   * Whether it is active. Setting it drives an output.
   *
   * @throws {KozoError} when it is closed, or its chip is gone
   */
  value: boolean;
  /**
   * Its changes from now on, as they come. Of more than 16 that nobody has taken
   * the oldest go. It ends when the line is disposed of.
   *
   * @throws {KozoError} when its chip is gone
   * @throws the signal's reason when that is aborted
   */
  edges(signal: AbortSignal): AsyncGenerator<GpioEdge>;
}

/**
 * Takes a pin, by the kernel's GPIO character device: no other program can have
 * it meanwhile.
 *
 * @param pin its number on the chip; on a Raspberry Pi the BCM number
 * @throws {KozoError} when there is no such chip or pin, another program has
 * it, or this user may not use it
 *
 * @example A bell that rings when a button to ground is pressed
 * ```ts
 * import { openGpioLine, Role } from "kozo";
 *
 * class Bell extends Role {
 *   override async run(): Promise<void> {
 *     using button = openGpioLine(4, {
 *       edges: true,
 *       activeLow: true,
 *       bias: "pull-up",
 *       debounce: 0.01,
 *     });
 *     for await (const { isActive } of button.edges(this.signal)) {
 *       if (isActive) this.sendEvent("ring");
 *     }
 *   }
 * }
 * ```
 *
 * @example A lamp
 * ```ts
 * import { openGpioLine } from "kozo";
 * import assert from "node:assert/strict";
 *
 * function blink() {
 *   using lamp = openGpioLine(17, { isOutput: true, chip: "no-such-chip" });
 *   lamp.value = true;
 * }
 * assert.throws(blink, { name: "KozoError" });
 * ```
 */
export function openGpioLine(
  pin: number,
  options: GpioLineOptions = {},
): GpioLine {
  using chip = findGpioChip(new Kernel(), options.chip);
  return new DeviceLine(chip.take({
    offset: pin,
    consumer: options.consumer ?? "kozo",
    flags: flagsOf(options),
    ...options.isOutput ? { value: options.value ?? false } : {},
    debounce: Math.round((options.debounce ?? 0) * 1e6),
  }));
}

/** A line of which the kernel has given a file descriptor. */
class DeviceLine implements GpioLine {
  readonly #descriptor: FileDescriptor;

  constructor(descriptor: FileDescriptor) {
    this.#descriptor = descriptor;
    const yes = new Uint8Array(new Int32Array([1]).buffer);
    descriptor.call("", (libc, fd) => libc.ioctl(fd, FIONBIO, yes));
  }

  get value(): boolean {
    const bytes = packValue(false);
    this.#descriptor.call(
      "Cannot read the pin",
      (libc, fd) => libc.ioctl(fd, GET_VALUES, bytes),
    );
    return unpackValue(bytes);
  }

  set value(value: boolean) {
    const bytes = packValue(value);
    this.#descriptor.call(
      "Cannot drive the pin",
      (libc, fd) => libc.ioctl(fd, SET_VALUES, bytes),
    );
  }

  async *edges(signal: AbortSignal): AsyncGenerator<GpioEdge> {
    const buffer = new Uint8Array(MOST_EDGES * EVENT_SIZE);
    const size = BigInt(buffer.length);
    while (!this.#descriptor.isClosed) {
      signal.throwIfAborted();
      const count = this.#descriptor.try(
        "Cannot read the pin",
        (libc, fd) => libc.read(fd, buffer, size),
      );
      if (count === undefined) {
        await this.#descriptor.ready(POLLIN, signal);
        continue;
      }
      for (const { isRising, time } of unpackEvents(buffer.slice(0, count))) {
        yield { isActive: isRising, time: Number(time) / 1e9 };
      }
    }
  }

  [Symbol.dispose](): void {
    this.#descriptor[Symbol.dispose]();
  }
}

function flagsOf(options: GpioLineOptions): bigint {
  const { Input, Output, ActiveLow, EdgeRising, EdgeFalling } = LineFlag;
  return (options.isOutput ? Output : Input) |
    (options.activeLow ? ActiveLow : 0n) |
    (options.edges ? EdgeRising | EdgeFalling : 0n) |
    BIAS_FLAGS[options.bias ?? "as-is"];
}

const BIAS_FLAGS: Readonly<Record<GpioBias, bigint>> = {
  "as-is": 0n,
  "disabled": LineFlag.BiasDisabled,
  "pull-up": LineFlag.BiasPullUp,
  "pull-down": LineFlag.BiasPullDown,
};
