import assert from "node:assert/strict";
import { CUCKOO_LINE, makeLocalnet } from "../support/localnet.ts";

/** What the logger prints on the node's own log, line by line. */
function printedByLogger(output: string): string[] {
  return [...output.matchAll(/^\S+ INF logger: (\d+ <.*)$/gm)]
    .map(([, line = ""]) => line);
}

Deno.test("a tick of node1 is heard by the cuckoo of node2 and written down by node3", async () => {
  await using network = await makeLocalnet();
  const [node2, node3] = [network.start("node2"), network.start("node3")];
  await node2.waitFor('Linked with "node3"');
  await node3.waitFor('Linked with "node2"');
  const node1 = network.start("node1");
  await network.waitForFile("node3.log", /^\d+ <timer1@node1> Timer sent /m);
  const log = await network.waitForFile("node3.log", CUCKOO_LINE);
  assert.match(log, /^\d+ Log started\.\n/);
  assert.match(log, /^\d+ <cuckoo@node2> .* - Last cuckoo: never$/m);
  for (const node of [node1, node2, node3]) {
    assert.equal(await node.stop(), 0, node.output);
  }
});

Deno.test("after SIGTERM the log file has every line that the logger has printed", async () => {
  await using network = await makeLocalnet();
  network.start("node1");
  network.start("node2");
  const node3 = network.start("node3");
  // The first line waits to be written, with others, for a second.
  await node3.waitFor(/<cuckoo@node2> .*\n/);
  assert.equal(await node3.stop(), 0, node3.output);
  const [started, ...lines] = (await network.read("node3.log")).split("\n");
  assert.match(started ?? "", /Log started\.$/);
  assert.deepEqual(lines, [...printedByLogger(node3.output), ""]);
});
