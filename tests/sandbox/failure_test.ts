import assert from "node:assert/strict";
import { Failure } from "../../core/sandbox/failure.ts";

Deno.test("a failure ends all that is waited for, and all that follows", async () => {
  const failure = new Failure();
  const never = new Promise<void>(() => {});
  const waits = [failure.unless(never), failure.unless(never)];
  failure.report(new Error("first"));
  failure.report(new Error("second"));
  for (const wait of [...waits, failure.unless(never)]) {
    await assert.rejects(wait, { message: "first" });
  }
});

Deno.test("what is waited for comes, or fails by itself, if there is no failure", async () => {
  const failure = new Failure();
  assert.equal(await failure.unless(Promise.resolve(7)), 7);
  const work = Promise.reject(new Error("its own"));
  await assert.rejects(failure.unless(work), { message: "its own" });
  failure.report(new Error("to nobody"));
});

Deno.test("a failure that does not come keeps nothing of what was waited for", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--v8-flags=--expose-gc"],
      new URL("failure-user.ts", import.meta.url).pathname,
    ],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { kept, things } = JSON.parse(new TextDecoder().decode(stdout));
  assert.ok(kept < things / 100, `${kept} of ${things} are kept`);
});
