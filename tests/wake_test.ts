import assert from "node:assert/strict";
import { Wake } from "../core/wake.ts";
import { VirtualEnvironment } from "./support/virtual-environment.ts";

const { settle } = new VirtualEnvironment();

Deno.test("Wake.wait() waits for wake()", async () => {
  const wake = new Wake();
  let isAwake = false;
  const waiting = wake.wait().then(() => isAwake = true);
  await settle();
  assert.equal(isAwake, false);
  wake.wake();
  await waiting;
});

Deno.test("Wake.wait() ends at once after wake() calls that nobody saw", async () => {
  const wake = new Wake();
  wake.wake();
  wake.wake();
  await wake.wait();
  let isAwake = false;
  const second = wake.wait().then(() => isAwake = true);
  await settle();
  assert.equal(isAwake, false);
  wake.wake();
  await second;
});
