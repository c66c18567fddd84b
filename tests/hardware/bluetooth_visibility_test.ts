import assert from "node:assert/strict";
import { BluetoothAdapter } from "kozo";
import { eventually } from "../support/eventually.ts";
import { bluetoothPair, never, talk, UUID } from "./bluetooth-pair.ts";
import { hardwareTest } from "./hardware-test.ts";
import { addressOf, propertyOf, setProperty } from "./radios.ts";

const SERVICE = { uuid: UUID, name: "Kōzō", channels: [9] };

/** Makes an adapter as it is on a machine that was just set up. */
async function hide(adapter: string): Promise<void> {
  await setProperty(adapter, "DiscoverableTimeout", "uint32:180");
  await setProperty(adapter, "Discoverable", "boolean:false");
}

/** Makes an adapter as it is in the lab. */
async function show(adapter: string): Promise<void> {
  await setProperty(adapter, "DiscoverableTimeout", "uint32:0");
  await setProperty(adapter, "Discoverable", "boolean:true");
}

function publish(discoverable: boolean) {
  const adapter = new BluetoothAdapter("hci1");
  return adapter.publish({ service: SERVICE, discoverable }, never);
}

async function isDiscoverable(): Promise<boolean> {
  return await propertyOf("hci1", "Discoverable") === "true";
}

hardwareTest(
  "a node with an address is reached, though its adapter was hidden",
  async () => {
    await hide("hci1");
    try {
      using pair = await bluetoothPair();
      await talk(pair);
      assert.equal(await isDiscoverable(), false);
      // And though somebody hides it later.
      await setProperty("hci1", "Discoverable", "boolean:true");
      await setProperty("hci1", "Discoverable", "boolean:false");
      const dial = new BluetoothAdapter("hci0");
      await eventually(
        () =>
          dial.findService(addressOf("hci1"), UUID, never)
            .then((channels) => channels.length > 0, () => false),
        () => "It takes no connections any more",
      );
      assert.equal(await isDiscoverable(), false);
    } finally {
      await show("hci1");
    }
  },
);

hardwareTest(
  "an adapter hides itself when no node has made it discoverable for a while",
  async () => {
    await hide("hci1");
    try {
      {
        using _ = await publish(true);
        assert.equal(await isDiscoverable(), true);
        assert.equal(await propertyOf("hci1", "DiscoverableTimeout"), "180");
      }
      // Others may use it: nobody is shut out at once.
      assert.equal(await isDiscoverable(), true);
      // Three minutes are too long for a test.
      await setProperty("hci1", "DiscoverableTimeout", "uint32:1");
      await eventually(
        async () => !await isDiscoverable(),
        () => "It is discoverable still",
      );
    } finally {
      await show("hci1");
    }
  },
);

hardwareTest(
  "a node that ends shuts nobody out who uses the same adapter",
  async () => {
    await hide("hci1");
    try {
      using pair = await bluetoothPair();
      (await publish(true))[Symbol.dispose]();
      await talk(pair);
    } finally {
      await show("hci1");
    }
  },
);
