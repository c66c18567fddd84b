import assert from "node:assert/strict";
import { StartError } from "kozo";
import { makePair } from "../../core/contract/transport-pair.ts";
import { transportInfo } from "../../transports/bluetooth.ts";

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

Deno.test("a bluetooth transport takes what uuidgen and bluetoothctl print", async () => {
  await transportWith({}).init();
  await transportWith({ uuid: OPTIONS.uuid.toUpperCase(), address: null })
    .init();
});

Deno.test("a bluetooth transport says what is wrong with its options", () => {
  const refusal = (options: object) => {
    try {
      transportWith(options).init();
    } catch (error) {
      assert.ok(error instanceof StartError);
      return error.message;
    }
    throw new Error("It was taken");
  };
  assert.equal(
    refusal({ uuid: "12345" }),
    'Cannot use "12345" as the "uuid" of the transport "transport" of ' +
      '"alice": write what "uuidgen" prints',
  );
  assert.equal(
    refusal({ address: "pi.local" }),
    'Cannot use "pi.local" as the "address" of the transport "transport" of ' +
      '"alice": write what "bluetoothctl list" prints on that node, such as ' +
      '"B8:27:EB:01:02:03"',
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
