import assert from "node:assert/strict";
import { withAdvice } from "../core/wording.ts";

Deno.test("advice follows a message whatever sign that ends with", () => {
  const advice = 'see "kozo --help"';
  for (
    const [message, expected] of [
      ["no such verb", 'no such verb; see "kozo --help"'],
      ["Where the level is.", 'Where the level is; see "kozo --help"'],
      ['did you mean "run"?', 'did you mean "run"? See "kozo --help"'],
    ] as const
  ) {
    assert.equal(withAdvice(message, advice), expected);
  }
});
