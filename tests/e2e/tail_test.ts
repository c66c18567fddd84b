import assert from "node:assert/strict";
import type { NodeStatus } from "../../core/control/status-shape.ts";
import { eventually } from "../support/eventually.ts";
import { Network } from "../support/network.ts";
import { runKozo } from "../support/run-kozo.ts";

/** A timer whose ticks fill a terminal's buffers within a few seconds. */
const TIMER = { type: "timer", tick: 0.005, message: "x".repeat(20_000) };

async function handledBy(network: Network): Promise<number> {
  const { stdout } = await runKozo(network.folder, ["status", "--json"]);
  const status: NodeStatus = JSON.parse(stdout);
  return status.roles.find(({ name }) => name === "cuckoo")?.handled ?? 0;
}

Deno.test("a terminal that does not read holds up no node, and is told what it has missed", async () => {
  await using network = await Network.make({
    clock: { roles: { timer: TIMER, cuckoo: { log: false } } },
  });
  const clock = network.start("clock", { args: ["--log-level", "error"] });
  await runKozo(network.folder, ["wait"]);
  const tail = network.run(["tail", "--type", "tick", "--json"]);
  await tail.waitFor('"type":"tick"');
  tail.signal("SIGSTOP");
  const before = await handledBy(network);
  let handled = before;
  // Far more than all buffers on the way to it can take.
  await eventually(async () => {
    handled = await handledBy(network);
    return handled > before + 400;
  }, () => `the cuckoo has taken ${handled - before} ticks only`);
  tail.signal("SIGCONT");
  const lost = JSON.parse(await tail.waitFor(/^\{"lost":\d+\}$/m)).lost;
  const all = await handledBy(network);
  assert.ok(lost > 0 && lost < all, `${lost} of ${all}`);
  assert.equal(await clock.stop(), 0);
  // Nobody is left to ask, and that ends it.
  assert.equal(await tail.exitCode(), 7);
});

Deno.test("kozo tail and kozo status --watch end when nobody reads them any more", async () => {
  await using network = await Network.make({
    clock: { roles: { timer: { tick: 0.1 }, cuckoo: {} } },
  });
  network.start("clock");
  await runKozo(network.folder, ["wait"]);
  for (const args of [["tail"], ["status", "--watch"]]) {
    const pipe = ["sh", "-c", '"$@" | head -n 1', "sh"];
    const { code, stdout, stderr } = await runKozo(network.folder, args, pipe);
    assert.deepEqual([code, stderr], [0, ""], args.join(" "));
    assert.match(stdout, /^[^\n]+\n$/);
  }
});
