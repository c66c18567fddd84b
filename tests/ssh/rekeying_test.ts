import assert from "node:assert/strict";
import { Rekeying } from "../../core/ssh/rekeying.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

function setUp(seed = 1) {
  const environment = new VirtualEnvironment(seed);
  const rekeyedAt: number[] = [];
  const rekeying = new Rekeying(
    () => rekeyedAt.push(environment.monotonic()),
    environment,
  );
  return { environment, rekeying, rekeyedAt };
}

Deno.test("Rekeying exchanges keys once an hour, not quite on the hour", async () => {
  for (const seed of [1, 2, 3]) {
    const { environment, rekeying, rekeyedAt } = setUp(seed);
    for (let minutes = 0; minutes < 5 * 60; minutes++) {
      await environment.advance(60);
      rekeying.count(30);
    }
    assert.equal(rekeyedAt.length, 5);
    [0, ...rekeyedAt].slice(0, -1).forEach((from, i) => {
      const gap = (rekeyedAt[i] ?? 0) - from;
      assert.ok(gap >= 3240 && gap <= 3660, `gap of ${gap}`);
    });
  }
});

Deno.test("Rekeying exchanges keys after a gigabyte", () => {
  const { rekeying, rekeyedAt } = setUp();
  for (let i = 0; i < 2 * 1024 + 1023; i++) rekeying.count(2 ** 20);
  assert.equal(rekeyedAt.length, 2);
  rekeying.count(2 ** 20);
  assert.equal(rekeyedAt.length, 3);
});

Deno.test("Rekeying leaves it to the other end where this one cannot", async () => {
  const environment = new VirtualEnvironment();
  const rekeying = new Rekeying(undefined, environment);
  await environment.advance(1e6);
  rekeying.count(2 ** 40);
  assert.equal(environment.pending, 0);
});
