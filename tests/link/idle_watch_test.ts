import assert from "node:assert/strict";
import { IdleWatch } from "../../core/link/idle-watch.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

function setUp() {
  const environment = new VirtualEnvironment();
  const idleAt: number[] = [];
  const watch = new IdleWatch(
    60,
    environment,
    () => idleAt.push(environment.monotonic()),
  );
  return { environment, watch, idleAt };
}

Deno.test("IdleWatch tells once that nothing has happened for so long", async () => {
  const { environment, watch, idleAt } = setUp();
  await environment.advance(100);
  watch.start();
  await environment.advance(300);
  assert.deepEqual(idleAt, [160]);
  assert.equal(environment.pending, 0);
});

Deno.test("IdleWatch counts from the last time that something happened", async () => {
  const { environment, watch, idleAt } = setUp();
  watch.start();
  await environment.advance(50);
  watch.touch();
  await environment.advance(20);
  watch.touch();
  await environment.advance(300);
  assert.deepEqual(idleAt, [130]);
});

Deno.test("IdleWatch says nothing when stopped, and can start again", async () => {
  const { environment, watch, idleAt } = setUp();
  watch.start();
  watch.start();
  await environment.advance(50);
  watch.stop();
  watch.stop();
  assert.equal(environment.pending, 0);
  await environment.advance(50);
  watch.start();
  await environment.advance(60);
  assert.deepEqual(idleAt, [160]);
});
