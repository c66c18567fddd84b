import { KozoError } from "../errors.ts";
import { either, quote, quotePath } from "../wording.ts";
import type { FileDescriptor } from "./file-descriptor.ts";
import { GpioChip } from "./gpio-chip.ts";
import type { Kernel } from "./kernel.ts";
import { hasCode } from "./os-error.ts";
import { groupOf, howToJoin } from "./owners.ts";

const O_RDONLY = 0;
const O_CLOEXEC = 0o2000000;

/** Labels of the chips behind a Raspberry Pi's pins: 5, 4, and those before. */
const RASPBERRY_PI = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

/**
 * The devices that are tried, by number. The folder cannot be listed where Deno
 * permits a role little: that would take all permissions.
 */
const MOST_CHIPS = 64;

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
      }, not ${either(labels)}; set "chip"; "gpiodetect" lists them`,
  );
}

function search(kernel: Kernel, labels: readonly string[]): Findings {
  const others: string[] = [];
  let refusal: unknown;
  // With one descriptor open the C library need not be loaded for each try.
  using _folder = openFolder(kernel);
  for (let number = 0; number < MOST_CHIPS; number++) {
    try {
      const chip = openGpioChip(kernel, `/dev/gpiochip${number}`);
      const { label } = chip.info;
      if (labels.includes(label)) return { found: chip, others, refusal };
      others.push(label);
      chip[Symbol.dispose]();
    } catch (error) {
      if (!hasCode(error, "ENOENT")) refusal ??= error;
    }
  }
  return { found: undefined, others, refusal };
}

function openFolder(kernel: Kernel): FileDescriptor {
  const path = new TextEncoder().encode("/dev\0");
  return kernel.open(
    'Cannot look for GPIO chips in "/dev"',
    (libc) => libc.open(path, O_RDONLY | O_CLOEXEC),
  );
}

function openGpioChip(kernel: Kernel, path: string): GpioChip {
  try {
    return new GpioChip(kernel, path);
  } catch (cause) {
    const why = reasonOf(cause, path);
    if (why === undefined) throw cause;
    throw new KozoError(
      `Cannot open the GPIO chip ${quotePath(path)}: ${why}`,
      { cause },
    );
  }
}

/** What there is to say besides what the system says. */
function reasonOf(cause: unknown, path: string): string | undefined {
  if (hasCode(cause, "EACCES", "EPERM")) {
    return `this user may not; ${remedy(path)}`;
  }
  if (hasCode(cause, "ENOTTY")) {
    return 'it is no GPIO chip; look for one with "ls /dev/gpiochip*"';
  }
  return undefined;
}

function remedy(path: string): string {
  const group = groupOf(path);
  return group === undefined
    ? 'root may, and on a Raspberry Pi the group "gpio"'
    : `add it to the group ${quote(group)}: ${howToJoin(group)}`;
}
