import assert from "node:assert/strict";
import { Log, MessageError, type Role } from "kozo";
import { logMessage, Supervised } from "./supervised.ts";

/** Waits for the end of the role. */
const idle = (role: Role) => role.sleep(1e9);

Deno.test("a role that floods its own inbox keeps its newest messages", async () => {
  await using bench = new Supervised({
    queueLength: 10,
    run: async (role) => {
      for (let i = 0; i < 5000; i++) role.sendLog(i);
      for (const message of bench.sent.splice(0)) {
        bench.supervisor.deliver(message);
      }
      await idle(role);
    },
  });
  await bench.environment.settle();
  assert.equal(bench.drops.totals.get("role bird: full"), 4990);
  const oldest = await bench.supervisor.role.getMessage(0);
  assert.ok(oldest instanceof Log && oldest.text === "4990");
});

Deno.test("a role gets at its last messages in localStop", async () => {
  const rest: unknown[] = [];
  const bench = new Supervised({
    run: idle,
    localStop: async (role) => {
      const message = await role.getMessage(0);
      rest.push(message instanceof Log && message.text);
      rest.push(await role.getMessage(0));
    },
  });
  bench.supervisor.deliver(logMessage("last"));
  await bench.environment.advance(1);
  await bench.stop();
  assert.deepEqual(rest, ["last", undefined]);
});

Deno.test("a role that goes on asking for messages has to end", async () => {
  const bench = new Supervised({
    run: async (role) => {
      for (;;) await role.getMessage();
    },
  });
  await bench.environment.advance(100);
  await bench.stop();
  assert.deepEqual(bench.lines, []);
});

Deno.test("a role cannot send what no node could read", async () => {
  await using bench = new Supervised({ run: idle });
  const { role } = bench.supervisor;
  assert.throws(() => role.sendEvent("tick", "x", new Map()), MessageError);
  const wrong: unknown = 7;
  assert.throws(
    () => role.sendEvent(wrong as string),
    new MessageError(
      "Cannot send the message: its type is a number, expected a string",
    ),
  );
  assert.throws(
    () => role.sendOrder("talk", wrong as string),
    new MessageError(
      "Cannot send the message: its channel is a number, expected a string",
    ),
  );
  assert.equal(bench.sent.length, 0);
});

Deno.test("a role's messages say who sent them, and when", async () => {
  await using bench = new Supervised({ run: idle });
  await bench.environment.advance(5);
  bench.supervisor.role.sendEvent("tick", "hour", { n: 1 });
  bench.supervisor.role.sendLog("hello");
  const origins = bench.sent.map(({ sender, senderRole, timestamp }) => ({
    sender,
    senderRole,
    timestamp,
  }));
  const timestamp = bench.environment.now();
  const origin = { sender: "clock", senderRole: "bird", timestamp };
  assert.deepEqual(origins, [origin, origin]);
});
