import assert from "node:assert/strict";
import { packInfo, unpackInfo } from "../../core/sandbox/packed-info.ts";
import { roleInfo } from "../../roles/timer.ts";

Deno.test("metadata can be sent out of a sandbox, without the code in it", () => {
  const packed = structuredClone(packInfo({ ...roleInfo, check: () => ({}) }));
  const { class: _, ...described } = roleInfo;
  assert.deepEqual(unpackInfo("timer.ts", packed), described);
});
