import assert from "node:assert/strict";
import { resolve } from "node:path";
import { environmentPaths, joinPaths } from "../../core/modules/paths.ts";

Deno.test("environmentPaths() splits at colons, and leaves out what is empty", () => {
  const variables = new Map([
    ["KOZOROLEPATH", "/a: /b::c"],
    ["KOZOTRANSPORTPATH", ""],
  ]);
  assert.deepEqual(environmentPaths((name) => variables.get(name)), {
    rolePath: ["/a", "/b", resolve("c")],
    transportPath: [],
    importPath: [],
  });
});

Deno.test("joinPaths() puts the folders of the first before those of the second", () => {
  const first = { rolePath: ["/a"], transportPath: [], importPath: ["/x"] };
  const then = { rolePath: ["/b"], transportPath: ["/t"], importPath: ["/y"] };
  assert.deepEqual(joinPaths(first, then), {
    rolePath: ["/a", "/b"],
    transportPath: ["/t"],
    importPath: ["/x", "/y"],
  });
});
