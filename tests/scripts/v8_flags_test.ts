import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { V8_FLAGS } from "../../scripts/support/v8-flags.ts";

Deno.test("deno task kozo has V8 work as executables do", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  assert.ok(tasks.kozo.command.split(" ").includes(V8_FLAGS));
});
