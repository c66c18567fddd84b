import assert from "node:assert/strict";
import { bluetoothPair, talk } from "./bluetooth-pair.ts";
import { roleInfo } from "../../roles/bluetooth-discover.ts";
import { roleContract } from "../contract/role.ts";
import { hardwareTest, inLab } from "./hardware-test.ts";
import { Lookout } from "./lookout.ts";
import {
  addressOf,
  eraseName,
  plugIn,
  pullOut,
  setProperty,
} from "./radios.ts";

if (inLab) {
  roleContract("bluetooth-discover", roleInfo, {
    config: { searchDuration: 1.28, cooldown: 0.1 },
    types: ["bluetooth devices in range"],
  });
}

async function name(adapter: string, name: string): Promise<void> {
  await setProperty(adapter, "Discoverable", "boolean:true");
  await setProperty(adapter, "Alias", `string:${name}`);
}

hardwareTest(
  "BluetoothDiscover says after each search who is in range",
  async () => {
    await name("hci1", "phone");
    await name("hci2", "lamp");
    await using lookout = new Lookout();
    const all = { [addressOf("hci1")]: "phone", [addressOf("hci2")]: "lamp" };
    await lookout.searches(2);
    assert.deepEqual(lookout.devices, all);
    assert.match(Object.keys(lookout.devices).join(), /^[0-9a-f:,]+$/);
  },
);

hardwareTest(
  "BluetoothDiscover logs who comes, who goes and who is called otherwise",
  async () => {
    await name("hci1", "phone");
    await name("hci2", "lamp");
    await using lookout = new Lookout();
    const [phone, lamp] = [addressOf("hci1"), addressOf("hci2")];
    await lookout.searches(2);
    await setProperty("hci2", "Discoverable", "boolean:false");
    await lookout.waitFor(() => !(lamp in lookout.devices));
    await name("hci1", "phone 2");
    await lookout.waitFor(() => lookout.devices[phone] === "phone 2");
    await name("hci2", "lamp");
    await lookout.waitFor(() => lamp in lookout.devices);
    assert.deepEqual(lookout.logs.slice(0, 2).sort(), [
      `Bluetooth device entered the range: "lamp" (${lamp})`,
      `Bluetooth device entered the range: "phone" (${phone})`,
    ]);
    assert.deepEqual(lookout.logs.slice(2), [
      `Bluetooth device left the range: "lamp" (${lamp})`,
      `Bluetooth device changed its name from "phone": "phone 2" (${phone})`,
      `Bluetooth device entered the range: "lamp" (${lamp})`,
    ]);
  },
);

hardwareTest("BluetoothDiscover logs nothing when log is false", async () => {
  await using lookout = new Lookout({ log: false });
  await lookout.searches(1);
  assert.deepEqual(lookout.logs, []);
});

hardwareTest(
  "BluetoothDiscover keeps the last name of a device that tells none",
  async () => {
    await name("hci1", "phone");
    await using lookout = new Lookout();
    const phone = addressOf("hci1");
    await lookout.waitFor(() => lookout.devices[phone] === "phone");
    await eraseName("hci1");
    await lookout.searches(2);
    assert.equal(lookout.devices[phone], "phone");
    await using newcomer = new Lookout();
    await newcomer.waitFor(() => newcomer.devices[phone] === null);
    await name("hci1", "phone 3");
  },
);

hardwareTest(
  "BluetoothDiscover searches beside a transport on its adapter",
  async () => {
    using pair = await bluetoothPair({ isKnown: false });
    await using lookout = new Lookout();
    await lookout.searches(1);
    await talk(pair);
    await lookout.searches(1);
    assert.ok(addressOf("hci1") in lookout.devices);
    assert.deepEqual(lookout.errors, []);
  },
);

hardwareTest(
  "BluetoothDiscover says once that there is no adapter, and finds the next",
  async () => {
    await using lookout = new Lookout();
    await lookout.searches(1);
    await pullOut();
    try {
      await lookout.waitFor(() => lookout.errors.length > 0);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const last = lookout.errors.at(-1);
      assert.match(last ?? "", /^Cannot find .* "hci0": none is plugged in/);
      assert.equal(lookout.errors.filter((error) => error === last).length, 1);
    } finally {
      await plugIn();
    }
    await lookout.searches(1);
  },
);
