import assert from "node:assert/strict";
import { Trouble } from "../../../roles/recovery/trouble.ts";

Deno.test("What a role cannot do it says once, and again when that changes or comes back", () => {
  const said: string[] = [];
  const trouble = new Trouble((problem) => said.push(problem));
  for (const problem of ["off", "off", "gone", "gone", "off"]) {
    trouble.note(problem);
  }
  trouble.end();
  trouble.note("off");
  assert.deepEqual(said, ["off", "gone", "off", "off"]);
});

Deno.test("A role waits ever longer before it tries again, a minute at most, and anew after a success", () => {
  const trouble = new Trouble(() => {});
  const pauses = Array.from({ length: 8 }, () => trouble.note("off"));
  assert.deepEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
  trouble.end();
  assert.equal(trouble.note("off"), 1);
});
