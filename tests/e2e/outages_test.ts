import assert from "node:assert/strict";
import {
  CONNECTION_RETRY,
  CUCKOO_LINE,
  HEARTBEAT,
  makeLocalnet,
} from "../support/localnet.ts";
import { type Network, tcpAt } from "../support/network.ts";

/** By how much a busy machine may be late. */
const NOISE = 3;

/** Seconds that it may take besides, to do what needs no waiting. */
const SLACK = 5;

function seconds(): number {
  return performance.now() / 1000;
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Takes the addresses of all nodes but one away: those can only dial it. */
async function letOnlyBeDialled(node: string, network: Network): Promise<void> {
  for (const [name, block] of Object.entries(network.config.system)) {
    if (name === node) continue;
    const { address: _, ...tcp } = tcpAt(network.port(name));
    block.transports = { tcp };
  }
  await network.write();
}

Deno.test("guarantee 6: a node that was killed is dialled again within connectionRetry of its start", async () => {
  await using network = await makeLocalnet();
  await letOnlyBeDialled("node2", network);
  const node1 = network.start("node1");
  const node2 = network.start("node2");
  const node3 = network.start("node3");
  await network.waitForFile("node3.log", CUCKOO_LINE);

  await node2.kill();
  const ends = [node1, node3].map((node) =>
    node.waitFor(/WRN link: Link with "node2" ended: lost: .*\n/)
  );
  await Promise.all(ends);
  const from = [node1, node3].map((node) => node.output.length);
  const logged = (await network.read("node3.log")).length;
  const again = network.start("node2");
  await again.waitFor('"node2" is running');
  await Promise.all(
    [node1, node3].map((node, index) =>
      node.waitFor('Linked with "node2" over tcp: it was dialled', {
        from: from[index] ?? 0,
        seconds: CONNECTION_RETRY + SLACK,
      })
    ),
  );
  await network.waitForFile("node3.log", CUCKOO_LINE, logged);
});

Deno.test("guarantee 8: a cuckoo that was killed remembers the last tick", async () => {
  await using network = await makeLocalnet();
  network.start("node1");
  const node2 = network.start("node2");
  network.start("node3");
  await network.waitForFile("node3.log", CUCKOO_LINE);

  await node2.kill();
  const logged = (await network.read("node3.log")).length;
  network.start("node2");
  const log = await network.waitForFile("node3.log", CUCKOO_LINE, logged);
  assert.doesNotMatch(log, /Last cuckoo: never/);
  assert.match(log, /Last cuckoo: \("Ping!", "[\d:]{8}"\)/);
});

Deno.test("guarantee 2: a node that was stopped gets nothing from the time when it was down", async () => {
  await using network = await makeLocalnet();
  network.start("node1");
  network.start("node2");
  const node3 = network.start("node3");
  await network.waitForFile("node3.log", CUCKOO_LINE);

  assert.equal(await node3.stop(), 0, node3.output);
  const before = (await network.read("node3.log")).length;
  await sleep(2.5);
  // The log has whole seconds: this one may have begun before the start.
  const started = Math.floor(Date.now() / 1000);
  network.start("node3");

  const log = await network.waitForFile("node3.log", CUCKOO_LINE, before);
  const stamps = [...log.matchAll(/^(\d+) </gm)].map((m) => Number(m[1]));
  assert.deepEqual(stamps.filter((stamp) => stamp < started), [], log);
});

Deno.test("a frozen node is dead after 3.5 heartbeats, and linked again when it has thawed", async () => {
  await using network = await makeLocalnet();
  const node1 = network.start("node1");
  const node2 = network.start("node2");
  const node3 = network.start("node3");
  await network.waitForFile("node3.log", CUCKOO_LINE);

  const frozenAt = seconds();
  node2.signal("SIGSTOP");
  const dead = /WRN link: Link with "node2" ended: heartbeat: .*\n/;
  await Promise.all(
    [node1, node3].map((node) =>
      node.waitFor(dead, { seconds: NOISE * 3.5 * HEARTBEAT })
    ),
  );
  // The last that node3 has heard of it is a tick of just before.
  assert.ok(seconds() - frozenAt >= 3 * HEARTBEAT, "it was given up too soon");

  const from = [node1, node3].map((node) => node.output.length);
  const logged = (await network.read("node3.log")).length;
  node2.signal("SIGCONT");
  await Promise.all(
    [node1, node3].map((node, index) =>
      node.waitFor('Linked with "node2"', { from: from[index] ?? 0 })
    ),
  );
  await network.waitForFile("node3.log", CUCKOO_LINE, logged);
  assert.equal(await node2.stop(), 0, node2.output);
});
