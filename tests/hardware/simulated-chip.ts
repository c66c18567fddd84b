/** Where the kernel takes orders for simulated chips. */
const CONFIG = "/sys/kernel/config/gpio-sim";

/** A GPIO chip that gpio-sim makes, and whose pins a test drives. */
export class SimulatedChip implements AsyncDisposable {
  /** Its device: `/dev/gpiochip1`. */
  readonly path: string;
  readonly #folder: string;
  readonly #pins: string;

  private constructor(folder: string, name: string, device: string) {
    this.#folder = folder;
    this.path = `/dev/${name}`;
    this.#pins = `/sys/devices/platform/${device}/${name}`;
  }

  /** Plugs one in. */
  static async plugIn(label: string, lines = 32): Promise<SimulatedChip> {
    const folder = `${CONFIG}/${label}`;
    await Deno.mkdir(`${folder}/bank0`, { recursive: true });
    await Deno.writeTextFile(`${folder}/bank0/num_lines`, String(lines));
    await Deno.writeTextFile(`${folder}/bank0/label`, label);
    await Deno.writeTextFile(`${folder}/live`, "1");
    const name = await Deno.readTextFile(`${folder}/bank0/chip_name`);
    const device = await Deno.readTextFile(`${folder}/dev_name`);
    return new SimulatedChip(folder, name.trim(), device.trim());
  }

  /** Drives a pin from outside, as a detector or a button would. */
  async drive(pin: number, isHigh: boolean): Promise<void> {
    const pull = isHigh ? "pull-up" : "pull-down";
    await Deno.writeTextFile(`${this.#pins}/sim_gpio${pin}/pull`, pull);
  }

  /** What a pin's level is, as one would measure it. */
  async measure(pin: number): Promise<boolean> {
    const value = await Deno.readTextFile(
      `${this.#pins}/sim_gpio${pin}/value`,
    );
    return value.trim() === "1";
  }

  /** Pulls it out, also while somebody uses it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.writeTextFile(`${this.#folder}/live`, "0");
    await Deno.remove(`${this.#folder}/bank0`);
    await Deno.remove(this.#folder);
  }
}
