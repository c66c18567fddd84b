import assert from "node:assert/strict";

Deno.test("memory that the C library keeps free goes back to the system", async () => {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-ffi"],
      "--v8-flags=--expose-gc",
      new URL("malloc-user.ts", import.meta.url).pathname,
    ],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { before, after } = JSON.parse(new TextDecoder().decode(stdout));
  // 80 MB were taken; the garbage collector need not have found all of them.
  assert.ok(before - after > 20e6, `${before} bytes, then ${after}`);
});
