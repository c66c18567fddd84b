import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { BluetoothAdapter } from "kozo";
import { bluetoothPair, never, talk, UUID } from "./bluetooth-pair.ts";
import { hardwareTest } from "./hardware-test.ts";
import { addressOf, paralyse, setProperty } from "./radios.ts";

const OTHER_UUID = "6b6f7a6f-0002-4000-8000-0123456789ab";

hardwareTest(
  "a node is found without an address, among others, and found again at once",
  async () => {
    // A device with another service, and with a stranger of the same.
    using _other = await bluetoothPair({ isKnown: false, uuid: OTHER_UUID });
    using stranger = await bluetoothPair({ isKnown: false });
    const end = new AbortController();
    const nobody = stranger.bob.transport.accept(end.signal).catch(() => {});
    using pair = await bluetoothPair({ isKnown: false, to: "hci2" });
    // The second time it is known where bob is.
    for (const _ of ["first", "again"]) {
      await talk(pair);
      const searches = pair.log.filter((line) => / in range: /.test(line));
      assert.equal(searches.length, 1, pair.log.join("\n"));
    }
    const tried = pair.log.find((line) => line.includes("Expected the key"));
    assert.match(tried ?? "", /Expected the key of "bob", found/);
    end.abort(new Error("enough"));
    await nobody;
  },
);

hardwareTest(
  "what listens without an address makes its adapter discoverable",
  async () => {
    const adapter = new BluetoothAdapter("hci0");
    const isFound = async () => {
      const found = await adapter.inquire(2.56, never);
      return found.some(({ address }) => address === addressOf("hci1"));
    };
    await setProperty("hci1", "Discoverable", "boolean:false");
    assert.equal(await isFound(), false);
    using _ = await bluetoothPair({ isKnown: false });
    assert.equal(await isFound(), true);
  },
);

hardwareTest("two who search with one adapter take turns", async () => {
  const [one, two] = [new BluetoothAdapter(), new BluetoothAdapter()];
  const results = await Promise.all([
    one.inquire(2.56, never),
    two.inquire(2.56, never),
  ]);
  for (const found of results) {
    const addresses = found.map(({ address }) => address).sort();
    assert.deepEqual(addresses, [addressOf("hci1"), addressOf("hci2")]);
  }
});

hardwareTest(
  "a connection that calls off a search lets it begin anew",
  async () => {
    const [here, there] = [
      new BluetoothAdapter("hci0"),
      new BluetoothAdapter("hci2"),
    ];
    using listener = there.listen(1);
    // A link that is there still would call off nothing.
    await delay(3000);
    const search = here.inquire(5.12, never);
    await delay(1000);
    const { channel } = listener;
    (await here.connect(there.address, channel, never)).destroy();
    const addresses = (await search).map(({ address }) => address);
    assert.ok(addresses.includes(addressOf("hci1")), addresses.join());
  },
);

hardwareTest(
  "a search ends with its signal, and leaves the adapter free",
  async () => {
    const adapter = new BluetoothAdapter();
    const abort = new AbortController();
    const search = adapter.inquire(20, abort.signal);
    setTimeout(() => abort.abort(new Error("enough")), 300);
    await assert.rejects(search, { message: "enough" });
    assert.equal((await adapter.inquire(1.28, never)).length, 2);
  },
);

hardwareTest(
  "a device tells its name, and one that is not there does not",
  async () => {
    const adapter = new BluetoothAdapter("hci0");
    await setProperty("hci1", "Alias", "string:Kōzō’s lamp");
    assert.equal(
      await adapter.remoteName(addressOf("hci1"), never),
      "Kōzō’s lamp",
    );
    await assert.rejects(adapter.remoteName("00:11:22:33:44:55", never), {
      code: "EHOSTDOWN",
    });
  },
);

hardwareTest(
  "an adapter that swallows a request: the name is told by the next one",
  async () => {
    await setProperty("hci1", "Alias", "string:lamp");
    const adapter = new BluetoothAdapter("hci0");
    const asking = adapter.remoteName(addressOf("hci1"), never);
    await paralyse(9);
    assert.equal(await asking, "lamp");
  },
);

hardwareTest(
  "a name is told however often one asks, also several at once",
  async () => {
    const adapter = new BluetoothAdapter("hci0");
    await setProperty("hci1", "Alias", "string:one");
    await setProperty("hci2", "Alias", "string:two");
    for (let round = 0; round < 5; round++) {
      const names = await Promise.all(
        ["hci1", "hci2"].map((name) =>
          adapter.remoteName(addressOf(name), never)
        ),
      );
      assert.deepEqual(names, ["one", "two"]);
    }
  },
);

hardwareTest(
  "a service is found with all its channels, on the device that has it",
  async () => {
    const [here, there] = [
      new BluetoothAdapter("hci0"),
      new BluetoothAdapter("hci1"),
    ];
    using one = there.listen(1);
    using two = there.listen(1);
    const channels = [one.channel, two.channel];
    const service = { uuid: UUID, name: '"Kōzō" <&>', channels };
    const find = () => here.findService(there.address, UUID, never);
    assert.deepEqual(await find(), []);
    {
      using _ = await there.publish({ service, discoverable: false }, never);
      assert.deepEqual(await find(), channels);
      assert.deepEqual(
        await here.findService(there.address, OTHER_UUID, never),
        [],
      );
    }
  },
);
