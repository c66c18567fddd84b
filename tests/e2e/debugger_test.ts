import assert from "node:assert/strict";
import { freePorts } from "../../core/contract/free-ports.ts";
import { DebugClient } from "../support/debug-client.ts";
import { debugOneOfThree, openDebugger } from "../support/debugged-network.ts";
import { Network } from "../support/network.ts";

Deno.test("a debugger stops in a role, reads a variable and goes on, while other nodes are not held up", async () => {
  await debugOneOfThree();
});

Deno.test("a node that is being debugged stops when it is asked to", async () => {
  const [orders = 0, door = 0] = freePorts(2);
  await using network = await Network.make({
    house: {
      roles: {
        debugger: { bindPort: door },
        message_injector: { bindPort: orders },
      },
    },
  });
  const house = network.start("house");
  await house.waitFor('"house" is running');
  const client = await DebugClient.connect(await openDebugger(house, orders));
  await client.ask("Debugger.enable");
  assert.equal(await house.stop(), 0, house.output);
  await client.closed();
  assert.match(house.output, /Closed the debugger: the role ends\n/);
});

Deno.test("a node does not start whose debugger is open to others without a long password", async () => {
  const role = { type: "debugger", allowRemote: true, password: "kozo" };
  await using network = await Network.make({ house: { roles: { role } } });
  const house = network.start("house", { args: [] });
  assert.equal(await house.exitCode(), 3);
  assert.match(
    house.output,
    /config\.yml:\d+:\d+: "allowRemote" is true, so that other machines can try: that takes a "password" of at least 12 characters, and it has 4\n/,
  );
  assert.doesNotMatch(house.output, /password.*"kozo"/);
});

Deno.test("a node does not start whose injector is open to others without a password", async () => {
  const message_injector = { bindAddress: "0.0.0.0" };
  await using network = await Network.make({
    house: { roles: { message_injector } },
  });
  const house = network.start("house", { args: [] });
  assert.equal(await house.exitCode(), 3);
  assert.match(house.output, /"bindAddress" is "0\.0\.0\.0", where other/);
});
