import assert from "node:assert/strict";
import { FormerContents } from "../../core/report/former-contents.ts";

Deno.test("what a file has said is remembered once, what was read last at the end", () => {
  const contents = new FormerContents("first");
  for (const text of ["second", "first", "third", "second"]) contents.add(text);
  assert.deepEqual(contents.all, ["first", "third", "second"]);
  contents.add("first");
  assert.deepEqual(contents.all, ["third", "second", "first"]);
});

Deno.test("guarantee 5: of too much the oldest is forgotten, but not the first", () => {
  const contents = new FormerContents("first");
  const big = (name: string) => name.repeat(1024 * 1024);
  for (const name of ["a", "b", "c", "d", "e", "f"]) contents.add(big(name));
  assert.deepEqual(
    contents.all.map((text) => text.slice(0, 5)),
    ["first", "ccccc", "ddddd", "eeeee", "fffff"],
  );
});
