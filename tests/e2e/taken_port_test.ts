import assert from "node:assert/strict";
import { freePorts } from "../../core/contract/free-ports.ts";
import { Network } from "../support/network.ts";

Deno.test("guarantee 7: a role whose port is taken fails and tries again, and its node goes on", async () => {
  const [bindPort] = freePorts(1);
  const injector = { type: "message_injector", bindPort };
  const roles = { first: injector, second: injector, timer: { tick: 0.1 } };
  await using network = await Network.make({ clock: { roles } });
  const clock = network.start("clock");
  await clock.waitFor(
    `second: The role failed: Cannot listen on port ${bindPort} of ` +
      '"localhost": another program listens there: stop it, or choose ' +
      'another "bindPort" for the role "second" of "clock"; it starts again ',
  );
  const conn = await Deno.connect({
    hostname: "127.0.0.1",
    port: bindPort ?? 0,
  });
  await conn.write(new TextEncoder().encode('["log", "knock"]\n'));
  const answer = new Uint8Array(3);
  await conn.read(answer);
  conn.close();
  assert.equal(new TextDecoder().decode(answer), "ok\n");
  assert.equal(await clock.stop(), 0, clock.output);
});
