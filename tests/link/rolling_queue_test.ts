import assert from "node:assert/strict";
import fc from "fast-check";
import { RollingQueue } from "../../core/link/rolling-queue.ts";

/** What is done to a queue: an element's size is pushed, or one is taken. */
const operation = fc.oneof(
  { weight: 6, arbitrary: fc.nat(12) },
  { weight: 3, arbitrary: fc.constant("shift" as const) },
  { weight: 1, arbitrary: fc.constant("clear" as const) },
);

const limits = fc.record({
  length: fc.integer({ min: 1, max: 6 }),
  size: fc.integer({ min: 1, max: 30 }),
});

interface Element {
  readonly serial: number;
  readonly size: number;
}

const sizeOf = ({ size }: Element) => size;

/** Adds an element to an array as the queue is said to do it. */
function modelPush(
  model: Element[],
  element: Element,
  { length, size }: { length: number; size: number },
): number {
  const total = () => model.reduce((sum, { size }) => sum + size, 0);
  let dropped = 0;
  while (
    model.length > 0 &&
    (model.length >= length || total() + element.size > size)
  ) {
    model.shift();
    dropped++;
  }
  model.push(element);
  return dropped;
}

Deno.test("RollingQueue does what a simple array would do", () => {
  const operations = fc.array(operation, { maxLength: 400 });
  fc.assert(fc.property(limits, operations, (limits, operations) => {
    const queue = new RollingQueue(limits, sizeOf);
    const model: Element[] = [];
    operations.forEach((operation, serial) => {
      if (operation === "shift") {
        assert.equal(queue.shift(), model.shift());
      } else if (operation === "clear") {
        assert.equal(queue.clear(), model.splice(0).length);
      } else {
        const element = { serial, size: operation };
        assert.equal(queue.push(element), modelPush(model, element, limits));
      }
      assert.equal(queue.length, model.length);
      assert.equal(queue.size, model.reduce((sum, { size }) => sum + size, 0));
      assert.equal(queue.peek(), model[0]);
      assert.equal(queue.isFull, model.length >= limits.length);
    });
  }));
});

Deno.test("RollingQueue keeps its order through thousands of elements", () => {
  const queue = new RollingQueue<number>({ length: 500, size: 1e9 }, () => 1);
  const taken: (number | undefined)[] = [];
  for (let i = 0; i < 5000; i++) {
    queue.push(i);
    if (i % 3 !== 0) taken.push(queue.shift());
  }
  while (queue.length > 0) taken.push(queue.shift());
  assert.equal(taken.at(-1), 4999);
  assert.deepEqual(taken, taken.toSorted((a, b) => Number(a) - Number(b)));
  assert.equal(queue.size, 0);
});

Deno.test("RollingQueue takes one element larger than its limit, alone", () => {
  const queue = new RollingQueue<string>(
    { length: 9, size: 10 },
    (text) => text.length,
  );
  queue.push("one");
  queue.push("two");
  assert.equal(queue.push("far too large for it"), 2);
  assert.equal(queue.length, 1);
  assert.equal(queue.size, 20);
  assert.equal(queue.push("next"), 1);
  assert.equal(queue.shift(), "next");
  assert.equal(queue.shift(), undefined);
});
