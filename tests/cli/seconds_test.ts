import { InvalidArgumentError } from "commander";
import assert from "node:assert/strict";
import { parseSeconds } from "../../core/cli/seconds.ts";

Deno.test("parseSeconds() takes what is more than nothing and at most a day", () => {
  for (const seconds of [0.001, 1, 86_400]) {
    assert.equal(parseSeconds(String(seconds)), seconds);
  }
});

for (const text of ["0", "-1", "86400.1", "", " ", "soon", "Infinity"]) {
  Deno.test(`parseSeconds() refuses "${text}", and says that 0 is none`, () => {
    assert.throws(
      () => parseSeconds(text),
      (error) =>
        error instanceof InvalidArgumentError &&
        error.message === "Expected more than 0 and at most 86400 seconds",
    );
  });
}
