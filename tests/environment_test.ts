import assert from "node:assert/strict";
import { realEnvironment, sleep, withDeadline } from "../core/environment.ts";
import { VirtualEnvironment } from "./support/virtual-environment.ts";

const never = new AbortController().signal;

Deno.test("VirtualEnvironment stands still until it is moved on", async () => {
  const environment = new VirtualEnvironment();
  const [wall, clock] = [environment.now(), environment.monotonic()];
  await environment.settle();
  assert.equal(environment.monotonic(), clock);
  await environment.advance(90);
  assert.equal(environment.monotonic(), clock + 90);
  assert.equal(environment.now(), wall + 90);
});

Deno.test("VirtualEnvironment calls timers in order, each at its time", async () => {
  const environment = new VirtualEnvironment();
  const calls: string[] = [];
  const set = (seconds: number, name: string) =>
    environment.after(seconds, () => {
      calls.push(`${name} at ${environment.monotonic()}`);
    });
  set(3, "c");
  set(1, "a");
  set(3, "d");
  set(2, "b");
  set(-5, "past");
  const cancel = set(2, "cancelled");
  cancel();
  cancel();
  await environment.advance(2);
  assert.deepEqual(calls, ["past at 0", "a at 1", "b at 2"]);
  assert.equal(environment.pending, 2);
  await environment.advance(1);
  assert.deepEqual(calls.slice(3), ["c at 3", "d at 3"]);
});

Deno.test("VirtualEnvironment lets promises settle before the clock goes on", async () => {
  const environment = new VirtualEnvironment();
  const woken: number[] = [];
  const loop = (async () => {
    for (let i = 0; i < 3; i++) {
      await sleep(environment, 1, never);
      for (let j = 0; j < 50; j++) await Promise.resolve();
      woken.push(environment.monotonic());
    }
  })();
  await environment.advance(10);
  await loop;
  assert.deepEqual(woken, [1, 2, 3]);
});

Deno.test("VirtualEnvironment calls timers late after it was suspended", async () => {
  const environment = new VirtualEnvironment();
  const calls: number[] = [];
  for (const seconds of [1, 3, 20]) {
    environment.after(seconds, () => calls.push(environment.monotonic()));
  }
  environment.suspend(10);
  assert.deepEqual(calls, []);
  await environment.advance(0);
  assert.deepEqual(calls, [10, 10]);
  await environment.advance(10);
  assert.deepEqual(calls, [10, 10, 20]);
});

Deno.test("VirtualEnvironment has the same dice for the same seed", () => {
  const roll = (seed: number) => {
    const { random } = new VirtualEnvironment(seed);
    return Array.from({ length: 100 }, random);
  };
  assert.deepEqual(roll(7), roll(7));
  assert.notDeepEqual(roll(7), roll(8));
  assert.ok(roll(7).every((number) => 0 <= number && number < 1));
});

Deno.test("realEnvironment.after() calls once, and not when called off", async () => {
  const calls: string[] = [];
  const cancel = realEnvironment.after(0, () => calls.push("cancelled"));
  cancel();
  await new Promise<void>((resolve) => {
    realEnvironment.after(-1, () => calls.push("past"));
    realEnvironment.after(0.01, resolve);
  });
  assert.deepEqual(calls, ["past"]);
});

Deno.test("realEnvironment.after() takes more seconds than the runtime's timers", async () => {
  let isCalled = false;
  const cancel = realEnvironment.after(1e9, () => isCalled = true);
  await new Promise<void>((resolve) => realEnvironment.after(0.02, resolve));
  cancel();
  assert.equal(isCalled, false);
});

Deno.test("realEnvironment's clocks go on, and its wall clock is the system's", () => {
  const before = realEnvironment.monotonic();
  assert.ok(realEnvironment.monotonic() >= before);
  assert.ok(Math.abs(realEnvironment.now() - Date.now() / 1000) < 60);
});

Deno.test("sleep() waits, and rejects as soon as it is aborted", async () => {
  const environment = new VirtualEnvironment();
  const abort = new AbortController();
  const reason = new Error("enough");
  await Promise.all([sleep(environment, 5, never), environment.advance(5)]);
  const sleeping = assert.rejects(sleep(environment, 5, abort.signal), reason);
  abort.abort(reason);
  await sleeping;
  assert.equal(environment.pending, 0);
  await assert.rejects(sleep(environment, 5, abort.signal), reason);
});

Deno.test("withDeadline() gives what the work gives, and leaves no timer", async () => {
  const environment = new VirtualEnvironment();
  const late = () => new Error("too late");
  const work = () => Promise.resolve("done");
  assert.equal(
    await withDeadline(environment, 5, never, late, work),
    "done",
  );
  assert.equal(environment.pending, 0);
});

Deno.test("withDeadline() aborts work that takes too long, and does not wait for it", async () => {
  const environment = new VirtualEnvironment();
  let signal: AbortSignal | undefined;
  const attempt = withDeadline(
    environment,
    5,
    never,
    () => new Error("too late"),
    (limited) => {
      signal = limited;
      return new Promise(() => {});
    },
  );
  await Promise.all([
    assert.rejects(attempt, { message: "too late" }),
    environment.advance(5),
  ]);
  assert.equal(signal?.aborted, true);
});

Deno.test("withDeadline() ends when its signal is aborted, now or before", async () => {
  const environment = new VirtualEnvironment();
  const abort = new AbortController();
  const reason = new Error("enough");
  const attempt = () =>
    withDeadline(
      environment,
      5,
      abort.signal,
      () => new Error("too late"),
      (limited) => sleep(environment, 9, limited),
    );
  const now = assert.rejects(attempt(), reason);
  abort.abort(reason);
  await now;
  await assert.rejects(attempt(), reason);
  assert.equal(environment.pending, 0);
});

Deno.test("withDeadline() passes on what the work throws, at once too", async () => {
  const environment = new VirtualEnvironment();
  const failure = new Error("no");
  await assert.rejects(
    withDeadline(environment, 5, AbortSignal.abort(), () => failure, () => {
      throw failure;
    }),
    failure,
  );
  await assert.rejects(
    withDeadline(
      environment,
      5,
      never,
      () => new Error("too late"),
      () => Promise.reject(failure),
    ),
    failure,
  );
  assert.equal(environment.pending, 0);
});
