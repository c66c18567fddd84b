import assert from "node:assert/strict";
import {
  DECLARATIONS,
  makeDeclarations,
} from "../../scripts/types/declarations.ts";

Deno.test("core/types/kozo.d.ts is what deno task types makes of core/mod.ts", async () => {
  const kept = await Deno.readTextFile(DECLARATIONS);
  // One word instead of the difference of two long texts.
  const isCurrent = kept === await makeDeclarations();
  assert.ok(isCurrent, 'it is out of date: run "deno task types"');
});
