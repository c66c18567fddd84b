import fc from "fast-check";
import assert from "node:assert/strict";
import { fit, fold } from "../../core/cli/columns.ts";
import { count } from "../../core/cli/count.ts";
import { bytes, duration, latency } from "../../core/quantities.ts";

const words = fc.string({ unit: "grapheme-ascii" });

Deno.test("fold() keeps every word, in lines that are not too long", () => {
  fc.assert(fc.property(words, fc.nat(10), (text, indent) => {
    const lines = fold(text, indent, 30);
    for (const line of lines) {
      assert.ok(line.length <= 30, line);
      assert.equal(line.slice(0, indent).trim(), "");
    }
    const shown = lines.map((line) => line.slice(indent)).join("");
    assert.equal(shown.replaceAll(" ", ""), text.replaceAll(" ", ""));
  }));
});

Deno.test("fit() takes exactly the columns that it has", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assert.equal([...fit(text, 12)].length, 12);
  }));
  assert.equal(fit("motion-detector", 8), "motion-…");
});

Deno.test("durations, latencies and sizes are short", () => {
  assert.deepEqual([
    ...[0.4, 59, 60, 72, 3600, 11_520, 90_000, 1.8e9].map(duration),
    ...[0.000_84, 0.0042, 0.0421, 1.23].map(latency),
    ...[0, 1023, 1024, 1_300_000, 2 ** 50].map(bytes),
    ...[0, 1, 2].map((number) => count(number, "message")),
  ], [
    ...["0 s", "59 s", "1 min", "1 min 12 s", "1 h", "3 h 12 min", "1 d 1 h"],
    "57 years",
    ...["0.84 ms", "4.2 ms", "42 ms", "1.2 s"],
    ...["0 bytes", "1023 bytes", "1.0 KiB", "1.2 MiB", "1024.0 TiB"],
    ...["0 messages", "1 message", "2 messages"],
  ]);
});
