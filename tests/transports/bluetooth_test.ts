import assert from "node:assert/strict";
import { makePair } from "../../core/contract/transport-pair.ts";
import { transportInfo } from "../../transports/bluetooth.ts";
import { problemsOf } from "./option-problems.ts";

const OPTIONS = {
  uuid: "6b6f7a6f-0001-4000-8000-0123456789ab",
  address: "B8:27:EB:01:02:03",
  adapter: null,
  socketConnectionBacklog: 10,
};

function transportWith(options: object) {
  const { alice } = makePair({
    info: transportInfo,
    options: [{ ...OPTIONS, ...options }, OPTIONS],
  });
  return alice.transport;
}

Deno.test("a bluetooth transport is the last that is tried", () => {
  assert.equal(transportWith({}).getPriority(), 1);
});

const UUID = OPTIONS.uuid;

const RIGHT = [
  `uuid: ${UUID}`,
  `uuid: ${UUID.toUpperCase()}, address: "B8:27:EB:01:02:03"`,
  `uuid: ${UUID}, address: b8:27:eb:01:02:03, adapter: hci1`,
];

for (const block of RIGHT) {
  Deno.test(`bluetooth takes { ${block} }`, async () => {
    assert.deepEqual(await problemsOf("bluetooth", block), []);
  });
}

Deno.test("all that is wrong with a bluetooth transport is said at once, where it stands", async () => {
  assert.deepEqual(
    await problemsOf("bluetooth", 'uuid: "1101", address: B8-27'),
    [
      '5:36: "uuid" is "1101", which is no UUID: write what "uuidgen" prints',
      '5:53: "address" is "B8-27", which is no Bluetooth address: write what ' +
      '"bluetoothctl list" prints on that node, such as "B8:27:EB:01:02:03"',
    ],
  );
});

Deno.test("bluetooth takes no adapter that none can be called", async () => {
  assert.deepEqual(
    await problemsOf("bluetooth", `uuid: ${UUID}, adapter: usb`),
    [
      '5:83: "adapter" is "usb", which is no Bluetooth adapter: write its ' +
      'name, such as "hci0", or its address ("bluetoothctl list")',
    ],
  );
});

Deno.test("a bluetooth transport that cannot search says why, and ends", async () => {
  const options = { ...OPTIONS, address: null, adapter: "hci99" };
  const { alice } = makePair({
    info: transportInfo,
    options: [options, options],
  });
  const { signal } = new AbortController();
  await assert.rejects(
    alice.transport.connect(alice.other, signal),
    /Cannot (find the Bluetooth adapter "hci99"|use Bluetooth)/,
  );
});
