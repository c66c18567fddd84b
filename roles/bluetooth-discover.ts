import {
  BluetoothAdapter,
  type FoundDevice,
  messageOf,
  printable,
  Role,
  type RoleInfo,
} from "kozo";
import {
  describeChanges,
  type Devices,
} from "./bluetooth-discover/describe-changes.ts";
import { NameBook } from "./bluetooth-discover/name-book.ts";
import { Trouble } from "./recovery/trouble.ts";

/** What an adapter is called, or its address. */
const ADAPTER = /^(?:hci\d+|[0-9a-f]{2}(:[0-9a-f]{2}){5})$/i;

/** The options of a {@link BluetoothDiscover}, as `roleInfo` describes them. */
interface BluetoothDiscoverConfig {
  readonly searchDuration: number;
  readonly cooldown: number;
  readonly log: boolean;
  readonly adapter: string | null;
}

/** Says again and again which Bluetooth devices are in range. */
class BluetoothDiscover extends Role<BluetoothDiscoverConfig> {
  readonly #adapter = new BluetoothAdapter(this.config.adapter ?? undefined);
  readonly #names = new NameBook();
  #devices: Devices = new Map();
  readonly #trouble = new Trouble((problem) => this.error(problem));

  override async run(): Promise<void> {
    try {
      this.#report(await this.#search());
    } catch (error) {
      this.signal.throwIfAborted();
      return await this.sleep(this.#trouble.note(messageOf(error)));
    }
    this.#trouble.end();
    await this.sleep(this.config.cooldown);
  }

  async #search(): Promise<Devices> {
    const devices = new Map<string, string | null>();
    const { searchDuration } = this.config;
    for (
      const found of await this.#adapter.inquire(searchDuration, this.signal)
    ) {
      const name = await this.#nameOf(found);
      devices.set(found.address, this.#names.note(found.address, name));
    }
    return devices;
  }

  /** Most devices tell their names without being asked; some have none. */
  async #nameOf(
    { address, name }: FoundDevice,
  ): Promise<string | undefined> {
    try {
      const text = name ??
        await this.#adapter.remoteName(address, this.signal);
      return text === "" ? undefined : printable(text);
    } catch (error) {
      this.signal.throwIfAborted();
      this.debug(`No name of ${address}:`, messageOf(error));
      return undefined;
    }
  }

  #report(devices: Devices): void {
    const changes = describeChanges(this.#devices, devices);
    this.#devices = devices;
    this.sendEvent(
      "bluetooth devices in range",
      undefined,
      Object.fromEntries(devices),
    );
    if (!this.config.log) return;
    for (const change of changes) this.sendLog(change);
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: BluetoothDiscover,
  author: "Kōzō",
  version: "1.0",
  sends: ["bluetooth devices in range"],
  description: "Searches for Bluetooth devices in range every so often.",
  config: {
    searchDuration: {
      default: 8,
      minimum: 1.28,
      maximum: 61,
      description: "Seconds that a search takes.",
    },
    cooldown: {
      default: 30,
      minimum: 0,
      description: "Seconds between the end of a search and the next one.",
    },
    log: {
      default: true,
      description: "Whether to send a log message whenever a device enters " +
        "or leaves the range, or has another name.",
    },
    adapter: {
      default: null,
      type: "string",
      description: "Which of the node's adapters to use: its name (hci0) or " +
        "its address. Left out: the first.",
    },
  },
  check(
    { adapter }: BluetoothDiscoverConfig,
  ): Readonly<Record<string, string>> {
    if (adapter === null || ADAPTER.test(adapter)) return {};
    return {
      adapter: `is "${adapter}", which is no Bluetooth adapter: write its ` +
        'name, such as "hci0", or its address ("bluetoothctl list")',
    };
  },
} satisfies RoleInfo;
