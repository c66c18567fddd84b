import assert from "node:assert/strict";
import fc from "fast-check";
import { excerpt } from "../../core/check/excerpt.ts";

const TEXT = "system:\n  clock: {tick: soon, x: \"a b\"}\n\ttabbed: 'it''s'\n";

const CASES: readonly (readonly [
  line: number,
  column: number,
  lines: readonly string[],
])[] = [
  [2, 17, ['  2 |   clock: {tick: soon, x: "a b"}', "    |" + " ".repeat(17)]],
  [2, 26, ['  2 |   clock: {tick: soon, x: "a b"}', "    |" + " ".repeat(26)]],
];

Deno.test("excerpt() underlines a word, or a text in quotes", () => {
  for (const [line, column, [shown, space]] of CASES) {
    const length = column === 17 ? 4 : 5;
    assert.deepEqual(excerpt(TEXT, line, column), [
      shown,
      `${space}${"^".repeat(length)}`,
    ]);
  }
});

Deno.test("excerpt() keeps a tab, so that the mark is below its word", () => {
  assert.deepEqual(excerpt(TEXT, 3, 10), [
    "  3 | \ttabbed: 'it''s'",
    "    | \t        ^^^^^^^",
  ]);
});

Deno.test("excerpt() shows the part of a long line that matters", () => {
  const line = `publicKey: ${"A".repeat(200)} wrong ${"B".repeat(200)}`;
  const [shown = "", marked = ""] = excerpt(line, 1, 213);
  assert.ok(shown.length <= 80);
  assert.match(shown, /^ {2}1 \| …A{29} wrong B+…$/);
  assert.equal(shown.slice(marked.indexOf("^")).slice(0, 5), "wrong");
  assert.match(marked, /^[ |]+\^{5}$/);
});

Deno.test("excerpt() has nothing to show of a line that is not there, or empty", () => {
  assert.deepEqual(excerpt(TEXT, 99, 1), []);
  assert.deepEqual(excerpt(TEXT, 4, 1), []);
});

Deno.test("excerpt() gives two lines of 80 columns at most, without control characters", () => {
  const places = fc.tuple(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.nat(300),
  );
  fc.assert(fc.property(places, ([text, n]) => {
    const lines = excerpt(text, 1, n + 1);
    assert.ok(lines.length === 0 || lines.length === 2);
    for (const line of lines) {
      assert.ok([...line].length <= 80, line);
      // deno-lint-ignore no-control-regex -- they are what must not be there
      assert.doesNotMatch(line, /[\0-\x08\x0a-\x1f\x7f]/);
    }
  }));
});
