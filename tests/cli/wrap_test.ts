import assert from "node:assert/strict";
import fc from "fast-check";
import { wrap } from "../../core/cli/wrap.ts";

Deno.test("wrap() keeps all words in order, on lines of 80 columns at most", () => {
  const words = fc.array(fc.stringMatching(/^\S{1,30}$/), { minLength: 1 });
  fc.assert(fc.property(words, fc.nat(20), (words, depth) => {
    const text = wrap(words.join(" "), " ".repeat(depth), "");
    assert.deepEqual(text.trim().split(/\s+/), words);
    assert.ok(text.split("\n").every((line) => line.length <= 80), text);
  }));
});

Deno.test("wrap() fills its lines, and indents all but the first", () => {
  const [first = "", second = "", ...rest] = wrap(
    "word ".repeat(18).trim(),
    "    ",
    "a: ",
  ).split("\n");
  assert.equal(first, `a: ${"word ".repeat(15).trim()}`);
  assert.equal(second, "    word word word");
  assert.deepEqual(rest, []);
});
