import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, suggest } from "../core/suggest.ts";

Deno.test("suggest() finds the name that was meant", () => {
  const known = ["tick", "message", "type", "messageQueueLength"];
  assert.equal(suggest("tik", known), "tick");
  assert.equal(suggest("Tick", known), "tick");
  assert.equal(suggest("tcik", known), "tick");
  assert.equal(suggest("mesage", known), "message");
  assert.equal(suggest("message_queue_length", known), "messageQueueLength");
});

Deno.test("suggest() says nothing when no name is close", () => {
  assert.equal(suggest("address", ["tick", "message"]), undefined);
  assert.equal(suggest("", ["tick"]), undefined);
  assert.equal(suggest("tick", []), undefined);
});

Deno.test("editDistance() counts put in, taken out, changed and swapped letters", () => {
  assert.equal(editDistance("tick", "tick"), 0);
  assert.equal(editDistance("tick", "ticks"), 1);
  assert.equal(editDistance("tick", "tck"), 1);
  assert.equal(editDistance("tick", "tack"), 1);
  assert.equal(editDistance("tick", "itck"), 1);
  assert.equal(editDistance("", "tick"), 4);
});

Deno.test("editDistance() is the same both ways, and bounded by the lengths", () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(fc.property(word, word, (a, b) => {
    const distance = editDistance(a, b);
    assert.equal(distance, editDistance(b, a));
    assert.ok(distance >= Math.abs(a.length - b.length));
    assert.ok(distance <= Math.max(a.length, b.length));
    assert.equal(distance === 0, a === b);
  }));
});
