import assert from "node:assert/strict";
import { BluetoothAdapter } from "kozo";
import { eventually } from "../support/eventually.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { never, UUID } from "./bluetooth-pair.ts";
import { hardwareTest } from "./hardware-test.ts";
import {
  hideDbus,
  reloadDbus,
  showDbus,
  startBluetoothd,
  stopBluetoothd,
} from "./radios.ts";

/** The number of the user, and of the group, that may do nothing. */
const NOBODY = 65534;

const SERVICE = { uuid: UUID, name: "Kōzō", channels: [9] };

function publish() {
  const adapter = new BluetoothAdapter("hci1");
  return adapter.publish({ service: SERVICE, discoverable: true }, never);
}

function find(): Promise<number[]> {
  const [here, there] = ["hci0", "hci1"].map((name) =>
    new BluetoothAdapter(name)
  );
  assert.ok(here !== undefined && there !== undefined);
  return here.findService(there.address, UUID, never);
}

/** A rule for D-Bus that some systems have for all but a group. */
const POLICY = "/etc/dbus-1/system.d/strict.conf";
const STRICT = `<busconfig>
  <policy user="nobody"><deny send_destination="org.bluez"/></policy>
</busconfig>`;

/** Without packages, which this user could not read. */
const SCRIPT = `
  import { BluetoothAdapter } from "${ROOT}/core/bluetooth/adapter.ts";
  const { signal } = new AbortController();
  const here = new BluetoothAdapter("hci0");
  const there = new BluetoothAdapter("hci1");
  console.log((await here.inquire(1.28, signal)).length, "found");
  const { address } = there;
  using listener = there.listen(1);
  const { channel } = listener;
  (await here.connect(address, channel, signal)).destroy();
  console.log("connected");
  const service = { uuid: "${UUID}", name: "Kōzō", channels: [channel] };
  try {
    using _ = await there.publish({ service, discoverable: false }, signal);
    console.log("published");
  } catch (error) {
    console.log(error.message);
  }
`;

/** The lines of a script that a user without any rights runs. */
async function printedByNobody(): Promise<string[]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", "--no-config", "--no-lock", SCRIPT],
    env: { HOME: "/tmp" },
    uid: NOBODY,
    gid: NOBODY,
    signal: AbortSignal.timeout(120_000),
  }).output();
  const lines = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes).trim().split("\n")
  );
  return lines.flat().filter((line) => line !== "");
}

hardwareTest(
  "a service cannot be published without bluetoothd: how to start it",
  async () => {
    await stopBluetoothd();
    try {
      await assert.rejects(publish(), {
        name: "BluetoothError",
        message:
          'Cannot publish the Bluetooth service "Kōzō": bluetoothd is not ' +
          'running: install the package "bluez", and run "sudo systemctl ' +
          'enable --now bluetooth"',
      });
    } finally {
      await startBluetoothd();
    }
  },
);

hardwareTest(
  "an ordinary user may do all; where D-Bus forbids it, the group is named",
  async () => {
    const all = ["2 found", "connected", "published"];
    assert.deepEqual(await printedByNobody(), all);
    await Deno.writeTextFile(POLICY, STRICT);
    await reloadDbus();
    try {
      const [found, connected, refusal = ""] = await printedByNobody();
      assert.deepEqual([found, connected], all.slice(0, 2));
      assert.match(
        refusal,
        /only root and the group "bluetooth" may: run "sudo usermod -aG bluetooth nobody"/,
      );
    } finally {
      await Deno.remove(POLICY);
      await reloadDbus();
    }
  },
);

hardwareTest(
  "without D-Bus a service is published by bluetoothd's own socket",
  async () => {
    await hideDbus();
    try {
      {
        using _ = await publish();
        assert.deepEqual(await find(), [9]);
      }
      await eventually(
        async () => (await find()).length === 0,
        () => "The service can be found still",
      );
    } finally {
      await showDbus();
    }
  },
);
