import assert from "node:assert/strict";
import { Network } from "../support/network.ts";

for (const kind of [[], ["--plain"]]) {
  const command = ["kozo new transport wire", ...kind].join(" ");
  Deno.test(`two nodes are linked by what ${command} writes, and run what kozo new role bell does`, async () => {
    const block = (node: string) => ({
      roles: { bell: { every: 0.5 } },
      transports: { wire: { path: `${node}.socket` } },
    });
    await using network = await Network.make(
      { clock: block("clock"), scribe: block("scribe") },
      { rolePath: "mine", transportPath: "mine", connectionRetry: 1 },
    );
    for (const args of [["role", "bell"], ["transport", "wire", ...kind]]) {
      const written = network.run(["new", ...args, "--folder", "mine"]);
      assert.equal(await written.exitCode(), 0, written.output);
    }
    const nodes = [network.start("clock"), network.start("scribe")];
    for (const [index, other] of ["scribe", "clock"].entries()) {
      await nodes[index]?.waitFor(`Linked with "${other}" over wire`);
      await nodes[index]?.waitFor(/INF bell: Alive 2$/m);
    }
    for (const node of nodes) assert.equal(await node.stop(), 0, node.output);
  });
}
