import assert from "node:assert/strict";
import { BluetoothAdapter, LinkError, LinkReason } from "kozo";
import { makePair } from "../../core/contract/transport-pair.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { transportInfo } from "../../transports/bluetooth.ts";
import { dial } from "../../transports/bluetooth/dial.ts";
import { beReachable } from "../../transports/bluetooth/reachability.ts";
import { openDescriptors } from "../os/unix.ts";
import { eventually } from "../support/eventually.ts";
import {
  type BluetoothPair,
  bluetoothPair,
  converse,
  failureOf,
  never,
  optionsFor,
  talk,
  UUID,
} from "./bluetooth-pair.ts";
import { hardwareTest } from "./hardware-test.ts";
import {
  plugIn,
  pullOut,
  startBluetoothd,
  stopBluetoothd,
  switchOff,
  switchOn,
} from "./radios.ts";

const ABSENT = "00:11:22:33:44:55";

/** Waits until bob has said so many times that he listens. */
async function listens(pair: BluetoothPair, times: number): Promise<void> {
  const count = () =>
    pair.log.filter((line) => line.startsWith("Listening at")).length;
  await eventually(() => count() >= times, () => pair.log.join("\n"));
}

hardwareTest("a hundred Bluetooth connections leave nothing open", async () => {
  const here = new BluetoothAdapter("hci0");
  const there = new BluetoothAdapter("hci1");
  const connect = () => dial(here, there.address, UUID, never);
  const end = new AbortController();
  const ready = Promise.withResolvers<void>();
  const reachable = beReachable(
    {
      adapter: there,
      uuid: UUID,
      name: "there",
      discoverable: false,
      backlog: 4,
      take: (connection) => connection.resume(),
    },
    ready.resolve,
    end.signal,
  );
  await ready.promise;
  (await connect()).destroy();
  const before = openDescriptors();
  for (let count = 0; count < 100; count++) (await connect()).destroy();
  await eventually(
    () => openDescriptors() <= before,
    () => `${openDescriptors()} files are open, ${before} were`,
  );
  end.abort(new Error("enough"));
  await assert.rejects(reachable, { message: "enough" });
});

hardwareTest("two devices connect to one over Bluetooth at once", async () => {
  const keys = [generateKeyPair(), generateKeyPair()] as const;
  using first = await bluetoothPair({ keys });
  const { alice: second } = makePair({
    info: transportInfo,
    options: [optionsFor("hci2", true), optionsFor("hci1", true)],
    keys,
  });
  const { bob } = first;
  const [one, two, farOne, farTwo] = await Promise.all([
    first.alice.transport.connect(first.alice.other, never),
    second.transport.connect(second.other, never),
    bob.transport.accept(never),
    bob.transport.accept(never),
  ]);
  // Who of the two came first is the radio's business.
  await one.send(new Uint8Array([1]));
  const [isFirst] = await Promise.race([farOne, farTwo].map(async (far) => {
    await far.receive();
    return [far === farOne];
  }));
  await two.send(new Uint8Array([2]));
  const rest = isFirst ? farTwo : farOne;
  assert.deepEqual([...await rest.receive() ?? []], [2]);
  await Promise.all([one, two, farOne, farTwo].map((end) => end.close()));
  second.stop();
});

hardwareTest("a device out of range: the dial says so", async () => {
  const [alice, bob] = [
    optionsFor("hci0", true),
    { ...optionsFor("hci1", true), address: ABSENT },
  ];
  const pair = makePair({ info: transportInfo, options: [alice, bob] });
  const error = await failureOf(pair.alice.transport, pair.alice.other);
  assert.ok(error instanceof LinkError);
  assert.equal(error.reason, LinkReason.Unreachable);
  assert.equal(error.message, `${ABSENT}: the machine is not there`);
});

hardwareTest("a device without the service: the dial says so", async () => {
  const options = [optionsFor("hci0", true), optionsFor("hci1", true)] as const;
  const pair = makePair({ info: transportInfo, options });
  const error = await failureOf(pair.alice.transport, pair.alice.other);
  assert.ok(error instanceof LinkError);
  assert.equal(error.reason, LinkReason.Refused);
  assert.match(error.message, /does not have the service .* been started\?$/);
});

hardwareTest(
  "an adapter that is switched off: its name and the remedy",
  async () => {
    await switchOff("hci0");
    try {
      const dial = new BluetoothAdapter("hci0").connect(ABSENT, 1, never);
      await assert.rejects(dial, {
        name: "BluetoothError",
        message: /"hci0": it is switched off: run "bluetoothctl power on"/,
      });
    } finally {
      await switchOn("hci0");
    }
  },
);

hardwareTest("an adapter that is not there: the others' names", async () => {
  assert.throws(() => new BluetoothAdapter("hci9").address, {
    name: "BluetoothError",
    message: 'Cannot find the Bluetooth adapter "hci9": there is "hci0", ' +
      '"hci1" and "hci2"',
  });
  await Promise.resolve();
});

hardwareTest(
  "an adapter goes off and on again: the node is found again",
  async () => {
    using pair = await bluetoothPair();
    await talk(pair);
    await switchOff("hci1");
    await failureOf(pair.alice.transport, pair.alice.other);
    await switchOn("hci1");
    await listens(pair, 2);
    await talk(pair);
  },
);

hardwareTest(
  "bluetoothd is started anew: the node is found again",
  async () => {
    using pair = await bluetoothPair();
    await talk(pair);
    await stopBluetoothd();
    try {
      await eventually(
        () => pair.log.some((line) => /bluetoothd is not running/.test(line)),
        () => pair.log.join("\n"),
      );
    } finally {
      await startBluetoothd();
    }
    await listens(pair, 2);
    await talk(pair);
  },
);

hardwareTest(
  "the adapter is pulled out and back: links end, and can be made again",
  async () => {
    using pair = await bluetoothPair();
    const [near, far] = await Promise.all([
      pair.alice.transport.connect(pair.alice.other, never),
      pair.bob.transport.accept(never),
    ]);
    await pullOut();
    try {
      await near.receive().catch(() => undefined);
      await far.receive().catch(() => undefined);
      await Promise.all([near.close(), far.close()]);
      const error = await failureOf(pair.alice.transport, pair.alice.other);
      assert.match(error.message, /Cannot find the Bluetooth adapter "hci0"/);
      await eventually(
        () => pair.log.some((line) => /none is plugged in/.test(line)),
        () => pair.log.join("\n"),
      );
    } finally {
      await plugIn();
    }
    await listens(pair, 2);
    await talk(pair);
  },
);

hardwareTest("a link whose peer's adapter goes off ends", async () => {
  using pair = await bluetoothPair();
  const [near, far] = await Promise.all([
    pair.alice.transport.connect(pair.alice.other, never),
    pair.bob.transport.accept(never),
  ]);
  await switchOff("hci1");
  try {
    await far.receive().catch(() => undefined);
    await near.receive().catch(() => undefined);
    await Promise.all([near.close(), far.close()]);
  } finally {
    await switchOn("hci1");
  }
  await listens(pair, 2);
  const again = await pair.alice.transport.connect(pair.alice.other, never);
  await converse(again, await pair.bob.transport.accept(never));
});
