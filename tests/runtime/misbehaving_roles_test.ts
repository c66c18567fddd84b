import assert from "node:assert/strict";
import { logMessage, Supervised } from "./supervised.ts";

Deno.test("guarantee 7: a role that hangs while messages wait is started anew", async () => {
  let runs = 0;
  await using bench = new Supervised({
    run: async (role) => {
      if (++runs === 1) await new Promise(() => {});
      await role.getMessage();
    },
  });
  await bench.environment.advance(3600);
  bench.supervisor.deliver(logMessage("one"));
  await bench.environment.advance(60);
  assert.deepEqual(bench.lines, []);
  await bench.environment.advance(16);
  assert.match(
    bench.lines.join("\n"),
    /The role failed: its run has neither returned nor taken a message for 60 s/,
  );
  await bench.environment.advance(10);
  assert.ok(runs > 1);
  bench.supervisor.deliver(logMessage("two"));
  await bench.environment.advance(1);
  assert.equal(bench.supervisor.role.signal.aborted, false);
});

Deno.test("guarantee 7: a role that waits its turn for hours does not count as hung", async () => {
  let runs = 0;
  await using bench = new Supervised({
    rate: 7200,
    run: async (role) => {
      runs++;
      while (await role.getMessage(0) !== undefined);
    },
  });
  await bench.environment.advance(7200);
  for (let minute = 0; minute < 110; minute++) {
    bench.supervisor.deliver(logMessage("a line"));
    await bench.environment.advance(60);
  }
  assert.ok(runs >= 1);
  assert.deepEqual(bench.lines, []);
});

Deno.test("guarantee 7: a role that sends without a pause is stopped and started anew", async () => {
  let runs = 0;
  await using bench = new Supervised({
    run: async (role) => {
      if (++runs > 1) return role.sleep(1e9);
      for (;;) {
        role.sendEvent("flood");
        await null;
      }
    },
  });
  await bench.environment.advance(5);
  assert.equal(bench.sent.length, 100_000);
  assert.match(bench.lines.join("\n"), /100000 were sent without a pause/);
  assert.equal(runs, 2);
});

Deno.test("guarantee 7: a role that sends much, but pauses, is left alone", async () => {
  let rounds = 0;
  await using bench = new Supervised({
    run: async (role) => {
      for (let i = 0; i < 20_000; i++) role.sendEvent("much");
      rounds++;
      await role.sleep(0.001);
    },
  });
  await bench.environment.advance(0.02);
  assert.ok(rounds > 10);
  assert.deepEqual(bench.lines, []);
});

Deno.test("guarantee 7: a role whose run returns at once gets one warning, and others their turn", async () => {
  let runs = 0;
  let others = 0;
  await using bench = new Supervised({ run: () => void runs++ });
  bench.environment.after(0, () => others++);
  // Each turn of the role leaves the clock where it is.
  for (let turn = 0; turn < 5; turn++) await bench.environment.settle();
  const advancing = bench.environment.advance(0);
  assert.ok(runs >= 1000);
  await bench.stop();
  await advancing;
  assert.equal(others, 1);
  const warnings = bench.lines.filter((line) => /returns at once/.test(line));
  assert.equal(warnings.length, 1);
});

Deno.test("guarantee 7: a role that was left behind sends nothing any more", async () => {
  const errors: unknown[] = [];
  const bench = new Supervised({
    run: async (role) => {
      await new Promise((resolve) =>
        bench.environment.after(10, () => resolve(0))
      );
      try {
        role.sendEvent("from the grave");
      } catch (error) {
        errors.push(error);
      }
    },
  });
  await bench.environment.advance(1);
  await bench.stop();
  await bench.environment.advance(20);
  assert.deepEqual(bench.sent, []);
  assert.equal(errors.length, 1);
});
