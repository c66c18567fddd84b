import type { OptionInfo } from "kozo";

/** What a `bluetooth` transport is given. */
export interface BluetoothConfig {
  readonly uuid: string;
  readonly address: string | null;
  readonly adapter: string | null;
  readonly socketConnectionBacklog: number;
}

/** What the configuration may say of a `bluetooth` transport. */
export const BLUETOOTH_OPTIONS = {
  uuid: {
    type: "string",
    description:
      "A random UUID, as uuidgen prints them: by it other nodes find the " +
      "service on this node's device.",
  },
  address: {
    default: null,
    type: "string",
    description:
      "Address of this node's Bluetooth adapter. Left out: the adapter is " +
      "made discoverable, and other nodes ask all devices in range.",
  },
  adapter: {
    default: null,
    type: "string",
    description:
      "Which of this node's adapters to use: its name (hci0) or its " +
      "address. Left out: the first.",
  },
  socketConnectionBacklog: {
    default: 256,
    type: "integer",
    minimum: 1,
    maximum: 65535,
    description: "Connections that the system keeps until they are accepted.",
  },
} as const satisfies Readonly<Record<string, OptionInfo>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

const ADAPTER = /^(?:hci\d+|[0-9a-f]{2}(:[0-9a-f]{2}){5})$/i;

/** Texts that are no UUID, no address, and no adapter, by the names of their options. */
export function optionFaults(
  { uuid, address, adapter }: BluetoothConfig,
): Readonly<Record<string, string>> {
  return {
    ...!UUID.test(uuid) && {
      uuid: `is "${uuid}", which is no UUID: write what "uuidgen" prints`,
    },
    ...address !== null && !ADDRESS.test(address) && {
      address: `is "${address}", which is no Bluetooth address: write what ` +
        '"bluetoothctl list" prints on that node, such as "B8:27:EB:01:02:03"',
    },
    ...adapter !== null && !ADAPTER.test(adapter) && {
      adapter: `is "${adapter}", which is no Bluetooth adapter: write its ` +
        'name, such as "hci0", or its address ("bluetoothctl list")',
    },
  };
}
