import assert from "node:assert/strict";
import { BluetoothAdapter } from "kozo";
import { measureLink } from "../../../scripts/lab/measure-link.ts";
import { transportInfo } from "../../../transports/bluetooth.ts";
import { makeFarPair } from "../../contract/far/far-pair.ts";
import { farSideListens } from "../../contract/far/far-process.ts";
import { transportContract } from "../../contract/transport.ts";
import { UUID } from "../bluetooth-pair.ts";
import { addressInRange, farPlace, PATIENCE } from "./far-machine.ts";

const place = farPlace();

if (place !== undefined) {
  let farAddress = "";

  Deno.test.beforeAll(async () => {
    await farSideListens(place, PATIENCE);
    farAddress = await addressInRange();
  });

  const options = () =>
    [
      optionsFor(new BluetoothAdapter().address),
      optionsFor(farAddress),
    ] as const;

  transportContract("bluetooth (two machines)", {
    info: transportInfo,
    // As between two adapters of one machine.
    big: 5 * 1024 * 1024,
    // A dial may take a quarter of a minute.
    haste: 4,
    makePair: (terms) => makeFarPair(place, terms),
    options,
  });

  Deno.test("What a link over Bluetooth costs between two machines is measured", async () => {
    const pair = makeFarPair(place, {
      info: transportInfo,
      options: options(),
    });
    const { transport } = pair.bob;
    await transport.init();
    await transport.bind();
    const lines = await Array.fromAsync(measureLink(pair));
    await pair.alice.stop();
    await pair.bob.stop();
    await show(lines);
    assert.match(lines.at(-1) ?? "", /^throughput: [1-9]\d* KiB\/s$/);
  });
}

/** Prints lines: `deno test` would keep them for itself. */
async function show(lines: readonly string[]): Promise<void> {
  const text = ["", ...lines, ""].join("\n");
  await Deno.writeTextFile("/dev/stdout", text, { append: true });
}

/** Each machine has one adapter, the first. */
function optionsFor(address: string): object {
  return { uuid: UUID, address, adapter: null, socketConnectionBacklog: 10 };
}
