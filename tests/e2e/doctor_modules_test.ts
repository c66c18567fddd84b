import assert from "node:assert/strict";
import { fillTemplate } from "../../core/cli/templates.ts";
import { at, consultTwice } from "../support/doctor.ts";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";
import { writeFiles } from "./custom-modules.ts";

for (const template of ["transport", "plainTransport"] as const) {
  Deno.test(`the doctor goes over a transport of one's own: ${template}`, async () => {
    const node = (name: string) => ({
      transports: { pipe: { path: `${name}.socket` } },
    });
    await using network = await Network.make(
      { alice: node("alice"), bob: node("bob") },
      { transportPath: "transports", connectionRetry: 1 },
    );
    await writeFiles(network, {
      "transports/pipe.ts": fillTemplate(template, "pipe"),
    });
    const alice = network.start("alice");
    await alice.waitFor('"alice" is running');
    const down = await consultTwice(network, "alice", "bob");
    for (const { diagnosis } of down) {
      assert.equal(diagnosis.healthy, false);
      assert.ok(diagnosis.cause !== null);
    }
    network.start("bob");
    await runKozo(network.folder, ["wait", "--node=alice", "--peer=bob"]);
    for (const said of await consultTwice(network, "alice", "bob")) {
      assert.equal(said.diagnosis.healthy, true, said.complaint);
      assert.equal(at(said, "ping").verdict, "good");
      assert.equal(at(said, "hello").text, '"bob", Kōzō 0.1.0');
    }
  });
}
