import assert from "node:assert/strict";
import { Network } from "../support/network.ts";

/** Messages that are sent at once. */
const BURST = 1000;

/** Bursts after which the nodes must have been linked for one of them. */
const BURSTS = 4;

const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

Deno.test(`the default queues take ${BURST} messages at once after a silence, and all arrive`, async () => {
  await using network = await Network.make({
    alice: { roles: { counter: { period: 1, burst: BURST } } },
    bob: { roles: { tally: { sender: "alice" } } },
  });
  const args = ["--log-level", "info"];
  const alice = network.start("alice", { args, script: SCRIPT });
  const bob = network.start("bob", { args, script: SCRIPT });
  await bob.waitFor(new RegExp(`Counted ${BURST * BURSTS}\\n`));
  const [, first] = /Counted (\d+)\n/.exec(bob.output) ?? [];
  assert.equal(Number(first) % BURST, 1);
  assert.doesNotMatch(bob.output, /Gap|Dropped/);
  assert.doesNotMatch(alice.output, /Dropped/);
});
