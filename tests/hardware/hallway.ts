import { roleInfo } from "../../roles/motion-detect.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";
import { eventually } from "../support/eventually.ts";
import { SimulatedChip } from "./simulated-chip.ts";

/** The options, so that nothing happens by itself for a minute. */
const OPTIONS = {
  pin: 18,
  period: 60,
  log: true,
  onChange: true,
  chip: null,
  bias: "as-is",
  activeLow: false,
  debounce: 0,
} as const;

/** A hallway with a motion detector, on pin 18 of a Raspberry Pi 4. */
export class Hallway implements AsyncDisposable {
  readonly #chip: SimulatedChip;
  readonly #host = new FakeRoleHost();
  /** How the role's life ended. */
  readonly #life: Promise<unknown>;

  private constructor(chip: SimulatedChip, options: object) {
    this.#chip = chip;
    const config = { ...OPTIONS, ...options };
    const context = fakeContext("hallway", config, this.#host);
    this.#life = new roleInfo.class(context).run().catch((error) => error);
  }

  /** Makes one where nobody moves, and waits until the role has said so. */
  static async make(options: object = {}): Promise<Hallway> {
    const chip = await SimulatedChip.plugIn("pinctrl-bcm2711");
    const hallway = new Hallway(chip, options);
    await hallway.waitFor(() => hallway.reports.length > 0);
    return hallway;
  }

  /** The data of all events so far. */
  get reports(): unknown[] {
    return this.#host.sent.map(({ data }) => data);
  }

  /** All log messages so far. */
  get logs(): readonly string[] {
    return this.#host.logs;
  }

  /** What the events so far are, but for their data. */
  get kinds(): string[] {
    return this.#host.sent
      .map(({ kind, type, channel }) => `${kind} ${type} ${channel}`);
  }

  /** Sets what the detector's wire has. */
  async setLevel(isHigh: boolean): Promise<void> {
    await this.#chip.drive(18, isHigh);
  }

  /** Waits until a condition holds. */
  async waitFor(holds: () => boolean): Promise<void> {
    await eventually(holds, () => `The reports are ${this.reports}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#host.stop();
    await this.#life;
    await this.#chip[Symbol.asyncDispose]();
  }
}
