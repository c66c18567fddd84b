import assert from "node:assert/strict";
import fc from "fast-check";
import { joined } from "../../core/wire/joined.ts";

const parts = fc.array(fc.uint8Array());

Deno.test("joined() puts all parts one after the other", () => {
  fc.assert(fc.property(parts, (parts) => {
    const whole = parts.flatMap((part) => [...part]);
    assert.deepEqual([...joined(parts)], whole);
  }));
});

Deno.test("joined() copies nothing of what lies in order, and all else", () => {
  const memory = Uint8Array.of(0, 1, 2, 3, 4, 5);
  const [one, two, gap] = [[1, 3], [3, 5], [5, 6]]
    .map(([from, to]) => memory.subarray(from, to));
  assert.ok(one && two && gap);
  const view = joined([one, two]);
  assert.deepEqual([...view], [1, 2, 3, 4]);
  assert.equal(view.buffer, memory.buffer);
  assert.deepEqual([...joined([one, gap])], [1, 2, 5]);
  assert.deepEqual([...joined([two, one])], [3, 4, 1, 2]);
});
