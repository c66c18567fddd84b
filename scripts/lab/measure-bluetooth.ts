/**
 * `deno task lab --bt 2 -- deno run -A --no-check --cached-only
 * scripts/lab/measure-bluetooth.ts`: what a link over Bluetooth costs between
 * two adapters of the virtual machine. There is no radio, and the machine is
 * emulated: the figures tell what the software adds, not what air allows.
 *
 * @module
 */
import process from "node:process";
import { BluetoothAdapter } from "kozo";
import { makePair } from "../../core/contract/transport-pair.ts";
import { transportInfo } from "../../transports/bluetooth.ts";
import { measureLink } from "./measure-link.ts";

const UUID = "6b6f7a6f-0001-4000-8000-0123456789ab";

const pair = makePair({
  info: transportInfo,
  options: [optionsFor("hci0"), optionsFor("hci1")],
});
await pair.bob.transport.bind();
for await (const line of measureLink(pair)) process.stdout.write(`${line}\n`);
await pair.alice.stop();
await pair.bob.stop();

function optionsFor(adapter: string): object {
  return {
    uuid: UUID,
    address: new BluetoothAdapter(adapter).address,
    adapter,
    socketConnectionBacklog: 10,
  };
}
