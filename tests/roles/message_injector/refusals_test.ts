import assert from "node:assert/strict";
import { Refusals } from "../../../roles/message_injector/refusals.ts";

Deno.test("The injector reports one refused stranger a minute, and how many more there were", () => {
  const reports: string[] = [];
  let now = 0;
  const refusals = new Refusals((text) => reports.push(text), () => now);
  for (const time of [0, 1, 59_999, 60_000, 60_001, 120_000, 180_000]) {
    now = time;
    refusals.note(`at ${time}`);
  }
  assert.deepEqual(reports, [
    "at 0",
    "at 60000; and 2 more before",
    "at 120000; and 1 more before",
    "at 180000",
  ]);
});
