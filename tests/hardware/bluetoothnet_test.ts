import assert from "node:assert/strict";
import { documentedTask } from "../docs/documented.ts";
import { hardwareTest } from "./hardware-test.ts";
import { Testnet } from "../scripts/testnet-process.ts";

hardwareTest(
  "deno task testnet bluetoothnet: nodes find each other and tick",
  async () => {
    const command = documentedTask("deno task testnet bluetoothnet");
    await using testnet = new Testnet([], command);
    await testnet.waitFor(
      /^node2 \| .*<cuckoo@node2> Cuckoo received message/m,
    );
    testnet.signal("SIGTERM");
    const { code } = await testnet.end();
    assert.equal(code, 0, testnet.output);
    assert.doesNotMatch(testnet.output, /ERR/);
  },
);
