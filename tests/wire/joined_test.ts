import assert from "node:assert/strict";
import fc from "fast-check";
import { joined } from "../../core/wire/joined.ts";
import { Span } from "../../core/wire/span.ts";

const parts = fc.array(fc.uint8Array());

Deno.test("joined() puts all parts one after the other", () => {
  fc.assert(fc.property(parts, (parts) => {
    const whole = parts.flatMap((part) => [...part]);
    const spans = parts.map((part) => new Span(part));
    assert.deepEqual([...joined(spans)], whole);
  }));
});

Deno.test("joined() copies nothing of what lies in order, and all else", () => {
  const memory = Uint8Array.of(0, 1, 2, 3, 4, 5);
  const one = new Span(memory, 1, 3);
  const two = new Span(memory, 3, 5);
  const gap = new Span(memory, 5, 6);
  const view = joined([one, two]);
  assert.deepEqual([...view], [1, 2, 3, 4]);
  assert.equal(view.buffer, memory.buffer);
  assert.deepEqual([...joined([one, gap])], [1, 2, 5]);
  assert.deepEqual([...joined([two, one])], [3, 4, 1, 2]);
});
