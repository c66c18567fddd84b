import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";
import { roleInfo } from "../../roles/bluetooth-discover.ts";
import { eventually } from "../support/eventually.ts";

/** The options, so that searches are short and many. */
const OPTIONS = {
  searchDuration: 1.28,
  cooldown: 0.1,
  log: true,
  adapter: "hci0",
};

/** Where a role looks out for devices. */
export class Lookout implements AsyncDisposable {
  readonly #host = new FakeRoleHost();
  /** How the role's life ended. */
  readonly #life: Promise<unknown>;

  constructor(options: object = {}) {
    const config = { ...OPTIONS, ...options };
    const role = new roleInfo.class(
      fakeContext("lookout", config, this.#host),
    );
    const live = async () => {
      while (!this.#host.signal.aborted) await role.run();
    };
    this.#life = live().catch((error) => error);
  }

  /** The names of the devices in range, by address, as the role said last. */
  get devices(): Record<string, string | null> {
    return this.reports.at(-1) ?? {};
  }

  /** The data of all events so far. */
  get reports(): Record<string, string | null>[] {
    return this.#host.sent
      .filter(({ type }) => type === "bluetooth devices in range")
      .map(({ data }) => data as Record<string, string | null>);
  }

  /** All log messages so far. */
  get logs(): readonly string[] {
    return this.#host.logs;
  }

  /** What the role has told its node's own log as an error. */
  get errors(): readonly string[] {
    return this.#host.texts("error");
  }

  /** Waits until a condition holds. */
  async waitFor(holds: () => boolean): Promise<void> {
    const complain = () =>
      `Devices: ${JSON.stringify(this.devices)}\nLog: ` +
      `${this.logs.join("\n")}\nErrors: ${this.errors.join("\n")}`;
    await eventually(holds, complain);
  }

  /** Waits for so many more searches. */
  async searches(count: number): Promise<void> {
    const { length } = this.reports;
    await this.waitFor(() => this.reports.length >= length + count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#host.stop();
    await this.#life;
  }
}
