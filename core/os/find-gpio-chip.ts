import { KozoError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { either, quote, quotePath } from "../wording.ts";
import { GpioChip } from "./gpio-chip.ts";
import type { Kernel } from "./kernel.ts";
import { hasCode } from "./os-error.ts";
import { groupOf } from "./group-of.ts";

/** Labels of the chips behind a Raspberry Pi's pins: 5, 4, and those before. */
const RASPBERRY_PI = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

/** What finding a chip came upon. */
interface Findings {
  readonly found: GpioChip | undefined;
  /** How the others are called. */
  readonly others: readonly string[];
  /** Why one could not be opened. */
  readonly refusal: unknown;
}

/**
 * Opens a GPIO chip. By its label, never by its number: that changes with the
 * kernel.
 *
 * @param chip a label, or the absolute path of a device; nothing: the one
 * behind the pins of a Raspberry Pi
 * @throws {KozoError} when there is none, or this user may not open it
 */
export function findGpioChip(
  kernel: Kernel,
  chip: string | undefined,
): GpioChip {
  if (chip?.startsWith("/")) return openGpioChip(kernel, chip);
  const labels = chip === undefined ? RASPBERRY_PI : [chip];
  const { found, others, refusal } = search(kernel, labels);
  if (found !== undefined) return found;
  if (refusal !== undefined) throw refusal;
  const wanted = chip === undefined
    ? "the pins of a Raspberry Pi"
    : `the GPIO chip ${quote(chip)}`;
  throw new KozoError(
    others.length === 0
      ? `Cannot find ${wanted}: this machine has no GPIO chip: there is no ` +
        '"/dev/gpiochip0"'
      : `Cannot find ${wanted}: the GPIO chips here are ${
        others.map(quote).join(", ")
      }, not ${either(labels)}`,
  );
}

function search(kernel: Kernel, labels: readonly string[]): Findings {
  const others: string[] = [];
  let refusal: unknown;
  for (const path of listDevices()) {
    try {
      const chip = openGpioChip(kernel, path);
      const { label } = chip.info;
      if (labels.includes(label)) return { found: chip, others, refusal };
      others.push(label);
      chip[Symbol.dispose]();
    } catch (error) {
      refusal ??= error;
    }
  }
  return { found: undefined, others, refusal };
}

/** The devices, in the order of their numbers. */
function listDevices(): string[] {
  try {
    return [...Deno.readDirSync("/dev")]
      .flatMap(({ name }) => /^gpiochip(\d+)$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
      .map((number) => `/dev/gpiochip${number}`);
  } catch (cause) {
    throw new KozoError(
      `Cannot look for GPIO chips in "/dev": ${messageOf(cause)}`,
      { cause },
    );
  }
}

function openGpioChip(kernel: Kernel, path: string): GpioChip {
  try {
    return new GpioChip(kernel, path);
  } catch (cause) {
    if (!hasCode(cause, "EACCES", "EPERM")) throw cause;
    throw new KozoError(
      `Cannot open the GPIO chip ${quotePath(path)}: this user may not; ${
        remedy(path)
      }`,
      { cause },
    );
  }
}

function remedy(path: string): string {
  const group = groupOf(path);
  return group === undefined
    ? 'on a Raspberry Pi the group "gpio" may, here only root'
    : `add it to the group ${quote(group)}: run "sudo usermod -aG ${group} ` +
      '$(id -un)", and start the node from a new login';
}
