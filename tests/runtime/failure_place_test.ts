import assert from "node:assert/strict";
import { KozoError, StartError } from "kozo";
import { join } from "node:path";
import { failurePlace } from "../../core/runtime/failure-place.ts";
import { ROOT } from "../../scripts/support/root.ts";

/** An error with a stack of these files, the innermost first. */
function thrownIn(...frames: readonly string[]): Error {
  const error = new Error("no wing");
  error.stack = ["Error: no wing", ...frames].join("\n    at ");
  return error;
}

Deno.test("failurePlace() names the line that threw", () => {
  assert.match(
    failurePlace(new Error("here")) ?? "",
    /^\/.*\/failure_place_test\.ts:\d+:\d+$/,
  );
});

Deno.test("failurePlace() names the user's line that called the program", () => {
  const core = new URL(`file://${join(ROOT, "core/model/role.ts")}`);
  assert.equal(
    failurePlace(thrownIn(
      `Bird.sendEvent (${core}:9:5)`,
      "Bird.fly (file:///home/my%20roles/bird.ts?edition=3:12:7)",
      "async Bird.run (file:///home/my%20roles/bird.ts:4:2)",
    )),
    "/home/my roles/bird.ts:12:7",
  );
  assert.equal(
    failurePlace(thrownIn("ext:core/01.js:1:2", "file:///r/bird.js:3:4")),
    "/r/bird.js:3:4",
  );
});

Deno.test("failurePlace() is not held up by a stack that a hostile sandbox made", () => {
  const stack = thrownIn("file://".repeat(150_000), "file:///r/bird.js:3:4");
  assert.equal(failurePlace(stack), undefined);
});

Deno.test("failurePlace() names no line where none of the user's has a part in it", () => {
  const core = new URL(`file://${join(ROOT, "core/model/role.ts")}`);
  const own = new URL(`file://${join(ROOT, "roles/timer.ts")}`);
  assert.equal(failurePlace(thrownIn(`${core}:9:5`, `${own}:1:1`)), undefined);
  assert.equal(failurePlace(thrownIn()), undefined);
  for (const url of ["file:///a%zz.ts", "file:///a%2Fb.ts", "file://host/a"]) {
    assert.equal(failurePlace(thrownIn(`${url}:1:1`)), undefined);
  }
  assert.equal(failurePlace("text"), undefined);
  assert.equal(failurePlace(new StartError("no wing")), undefined);
  assert.notEqual(failurePlace(new KozoError("no wing")), undefined);
});
