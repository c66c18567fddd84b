import assert from "node:assert/strict";
import { debugOneOfThree } from "../support/debugged-network.ts";
import { Network } from "../support/network.ts";

Deno.test("a debugger stops in a role, reads a variable and goes on, while other nodes are not held up", async () => {
  await debugOneOfThree();
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
