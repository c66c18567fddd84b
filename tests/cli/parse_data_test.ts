import fc from "fast-check";
import assert from "node:assert/strict";
import { parseData } from "../../core/cli/parse-data.ts";
import { UsageError } from "../../core/errors.ts";

/** Data that would become something else on its way to the node. */
const LOST: readonly (readonly [data: string, why: RegExp])[] = [
  ["!!binary aGVsbG8=", /"data" is neither text, number, /],
  ["a: [1, !!set {x}]", /"data\.a\[1\]" is neither text, number, /],
  [".inf", /"data" is a number that JSON does not have/],
  ["[.nan]", /"data\[0\]" is a number that JSON does not have/],
  ["a: 1e999", /"data\.a" is a number that JSON does not have/],
  ["12345678901234567890", /"data" is 12345678901234567890, which is too big/],
  ["{? [1, 2] : 3}", /"data" is a map with a key that is no text/],
  ['{1: a, "1": b}', /"data" is a map with "1" twice/],
  ['[{true: a, "true": b}]', /"data\[0\]" is a map with "true" twice/],
  ["&a [*a]", /is nested deeper than 32$/],
  [
    "!garage open",
    /starts with "!" has to stand in quotes: .*\(line 1, column 1/,
  ],
  [
    "[1",
    /^Cannot read the data "\[1": The list that starts with "\[" here has no end: .* \(line 1, column 1\); write YAML or JSON, /,
  ],
];

for (const [data, why] of LOST) {
  Deno.test(`the data ${data} is refused, and not changed`, () => {
    assert.throws(() => parseData(data), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, why);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  });
}

Deno.test("data that is YAML is read as such", () => {
  const data = parseData('{a: [1, "ō", 0x10, 1.5], 7: yes, b: 2026-01-01}');
  const expected = { a: [1, "ō", 16, 1.5], 7: "yes", b: "2026-01-01" };
  assert.deepEqual(data, expected);
  assert.equal(parseData(undefined), null);
});

/** Without long integers, which JSON may round. */
const json = fc.json({ maxDepth: 5 })
  .filter((text) => !/(?<!\.\d*)\d{16}/.test(text));

Deno.test("all that JSON can say is read as JSON reads it", () => {
  fc.assert(fc.property(json, (text) => {
    const read = JSON.stringify(parseData(text));
    assert.equal(read, JSON.stringify(JSON.parse(text)));
  }));
});
