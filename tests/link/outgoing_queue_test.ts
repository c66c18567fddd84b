import assert from "node:assert/strict";
import fc from "fast-check";
import { OutgoingQueue } from "../../core/link/outgoing-queue.ts";
import { Span } from "../../core/wire/span.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const roomy = { length: 100, size: 10_000, lifetime: 0 };

/** Frames of the given sizes, each full of its own number. */
function frames(...sizes: readonly number[]): Span[] {
  return sizes.map((size, i) => new Span(new Uint8Array(size).fill(i)));
}

/** A queue with frames of the given sizes, and these. */
function filled(...sizes: readonly number[]) {
  const queue = new OutgoingQueue(roomy, new VirtualEnvironment());
  const all = frames(...sizes);
  for (const frame of all) assert.equal(queue.push(frame), 0);
  return { queue, all };
}

Deno.test("OutgoingQueue.take() takes the oldest, in order, as many as fit", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 30 });
  const portion = fc.integer({ min: 1, max: 120 });
  fc.assert(fc.property(sizes, portion, (sizes, portion) => {
    const { queue, all } = filled(...sizes);
    const taken: Span[] = [];
    while (queue.length > 0) {
      const some = queue.take(portion);
      const size = some.reduce((sum, { length }) => sum + length, 0);
      assert.ok(size <= portion || some.length === 1);
      taken.push(...some);
      const next = all[taken.length];
      // More would have to be copied, as these do not lie in order.
      const isHalf = size >= portion / 2;
      assert.ok(next === undefined || isHalf || size + next.length > portion);
    }
    assert.deepEqual(taken, all);
  }));
});

Deno.test("OutgoingQueue.take() takes all that fits of what lies in order", () => {
  const memory = new Uint8Array(100);
  const { queue } = filled();
  for (let i = 0; i < 100; i += 10) queue.push(new Span(memory, i, i + 10));
  assert.equal(queue.take(85).length, 8);
});

Deno.test("OutgoingQueue.take() takes all when there is no limit, and none of none", () => {
  const { queue, all } = filled(5, 6, 7);
  assert.deepEqual(queue.take(Infinity), all);
  assert.deepEqual(queue.take(10), []);
});

Deno.test("OutgoingQueue drops the oldest when full", () => {
  const environment = new VirtualEnvironment();
  const queue = new OutgoingQueue(
    { length: 2, size: 10, lifetime: 0 },
    environment,
  );
  const [one, two, three, four] = frames(2, 3, 4, 8);
  assert.ok(one && two && three && four);
  assert.deepEqual([one, two, three].map((frame) => queue.push(frame)), [
    0,
    0,
    1,
  ]);
  assert.equal(queue.push(four), 2);
  assert.deepEqual(queue.take(100), [four]);
});

Deno.test("OutgoingQueue.expire() drops what has waited too long, no more", async () => {
  const environment = new VirtualEnvironment();
  const queue = new OutgoingQueue({ ...roomy, lifetime: 30 }, environment);
  for (const frame of frames(1, 1, 1)) {
    queue.push(frame);
    await environment.advance(10);
  }
  assert.equal(queue.expire(), 0);
  await environment.advance(15);
  assert.equal(queue.expire(), 2);
  assert.equal(queue.length, 1);
});

Deno.test("OutgoingQueue.expire() drops everything that may not wait at all", () => {
  const { queue } = filled(1, 1);
  assert.equal(queue.expire(), 2);
  assert.equal(queue.length, 0);
});

Deno.test("OutgoingQueue.clear() drops everything and counts it", () => {
  const { queue } = filled(1, 2, 3);
  assert.equal(queue.clear(), 3);
  assert.equal(queue.length, 0);
  assert.equal(queue.clear(), 0);
});
