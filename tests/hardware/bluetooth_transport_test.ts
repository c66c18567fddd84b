import { BluetoothAdapter } from "kozo";
import { transportInfo } from "../../transports/bluetooth.ts";
import { transportContract } from "../contract/transport.ts";
import { inLab } from "./hardware-test.ts";

const UUID = "6b6f7a6f-0001-4000-8000-0123456789ab";

function optionsFor(adapter: string): object {
  return {
    uuid: UUID,
    address: new BluetoothAdapter(adapter).address,
    adapter,
    socketConnectionBacklog: 10,
  };
}

if (inLab) {
  transportContract("bluetooth", {
    info: transportInfo,
    // Twice 2 MiB are on their way over SSH; more would take minutes here.
    big: 5 * 1024 * 1024,
    options: () => [optionsFor("hci0"), optionsFor("hci1")],
  });
}
