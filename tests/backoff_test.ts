import assert from "node:assert/strict";
import fc from "fast-check";
import { Backoff } from "../core/backoff.ts";

const cap = fc.double({ min: 0, max: 1e6, noNaN: true });
const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

Deno.test("Backoff waits a random part of 1 s, then of 2, 4, 8 … up to the cap", () => {
  fc.assert(
    fc.property(cap, fc.array(dice, { maxLength: 40 }), (cap, falls) => {
      let fall = 0;
      const backoff = new Backoff(cap, () => fall);
      falls.forEach((random, failures) => {
        fall = random;
        const limit = Math.min(cap, 2 ** failures);
        assert.equal(backoff.next(), limit * random);
      });
    }),
  );
});

Deno.test("Backoff stays at the cap however often it failed", () => {
  const backoff = new Backoff(60, () => 0.5);
  for (let i = 0; i < 2000; i++) backoff.next();
  assert.equal(backoff.next(), 30);
  assert.equal(backoff.cap, 60);
});

Deno.test("Backoff starts over after reset()", () => {
  const backoff = new Backoff(60, () => 0.5);
  assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [
    0.5,
    1,
    2,
  ]);
  backoff.reset();
  assert.equal(backoff.next(), 0.5);
});
