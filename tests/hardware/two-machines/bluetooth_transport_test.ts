import assert from "node:assert/strict";
import { BluetoothAdapter } from "kozo";
import { transportInfo } from "../../../transports/bluetooth.ts";
import { makeFarPair } from "../../contract/far/far-pair.ts";
import { farSideListens } from "../../contract/far/far-process.ts";
import { transportContract } from "../../contract/transport.ts";
import { eventually } from "../../support/eventually.ts";
import { never, UUID } from "../bluetooth-pair.ts";
import { farPlace } from "./far-place.ts";

/** Seconds that the other machine may take to start, and to be found. */
const PATIENCE = 120;

const place = farPlace();

if (place !== undefined) {
  let farAddress = "";

  Deno.test.beforeAll(async () => {
    await farSideListens(place, PATIENCE);
    farAddress = await addressInRange();
  });

  transportContract("bluetooth (two machines)", {
    info: transportInfo,
    // As between two adapters of one machine.
    big: 5 * 1024 * 1024,
    makePair: (options) => makeFarPair(place, options),
    options() {
      const near = new BluetoothAdapter().address;
      return [optionsFor(near), optionsFor(farAddress)];
    },
  });
}

/** Each machine has one adapter, the first. */
function optionsFor(address: string): object {
  return { uuid: UUID, address, adapter: null, socketConnectionBacklog: 10 };
}

/** The address of the other machine's adapter, the only other there is. */
async function addressInRange(): Promise<string> {
  const adapter = new BluetoothAdapter();
  let found: readonly string[] = [];
  await eventually(
    async () => {
      const devices = await adapter.inquire(1.28, never);
      found = devices.map(({ address }) => address);
      return found.length > 0;
    },
    () => "No device is in range",
    PATIENCE,
  );
  const [address = "", ...others] = found;
  assert.deepEqual(others, []);
  return address;
}
