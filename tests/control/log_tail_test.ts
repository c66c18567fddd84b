import assert from "node:assert/strict";
import { LogTail } from "../../core/control/log-tail.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

Deno.test("guarantee 5: of a log the last lines are kept, and what is cut of long ones is marked", () => {
  const tail = new LogTail(new VirtualEnvironment());
  const log = tail.over(() => {}, () => true);
  for (let i = 0; i < 500; i++) log("info", "node", `line ${i}`);
  log("info", "node", "x".repeat(1000));
  log("info", "node", "x".repeat(1001));
  const { lines } = tail;
  assert.equal(lines.length, 500);
  assert.equal(lines[0]?.text, "line 2");
  assert.equal(lines.at(-2)?.text, "x".repeat(1000));
  assert.equal(lines.at(-1)?.text, `${"x".repeat(1000)}…`);
});
