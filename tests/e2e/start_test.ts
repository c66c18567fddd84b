import assert from "node:assert/strict";
import { Network } from "../support/network.ts";

/** The program with roles of the tests. */
const SCRIPT = new URL("kozo.ts", import.meta.url).pathname;

Deno.test("a node that runs already keeps its log when it is started again by mistake", async () => {
  const roles = {
    timer: { tick: 0.1 },
    logger: { file: "clock.log", clearLog: true },
  };
  await using network = await Network.make({ clock: { roles } });
  const clock = network.start("clock");
  const before = await network.waitForFile(
    "clock.log",
    /(Timer sent.*\n.*){3}/,
  );
  const again = network.start("clock");
  assert.equal(await again.exitCode(), 5, again.output);
  assert.equal(await clock.stop(), 0, clock.output);
  const after = await network.read("clock.log");
  assert.ok(after.startsWith(before), after);
  assert.equal(after.match(/Log started/g)?.length, 1);
});

Deno.test("a node can be ended while it starts", async () => {
  await using network = await Network.make({ clock: { roles: { stuck: {} } } });
  const clock = network.start("clock", { script: SCRIPT });
  await clock.waitFor("I am stuck");
  assert.equal(await clock.stop(), 0, clock.output);
  assert.match(clock.output, /"clock" ends before it has started: SIGTERM/);
});

Deno.test("an address that cannot be one keeps the node from starting", async () => {
  for (
    const address of ["1.2.3.4:99999", "http://x/", "a b", "[::1]:0", "::1:::"]
  ) {
    const transports = { tcp: { address } };
    await using network = await Network.make({ clock: { transports } });
    const clock = network.start("clock");
    assert.equal(await clock.exitCode(), 3, `${address}: ${clock.output}`);
    assert.match(clock.output, /:\d+:\d+: "address" has ".*", which is none/);
  }
});
