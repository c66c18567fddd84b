import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { StartError, StorageError } from "kozo";
import {
  prepareStorageFolder,
  RoleStorage,
} from "../../core/runtime/storage.ts";
import { storagePath } from "../../core/runtime/storage-folder.ts";
import { namesIn } from "./storage-setting.ts";

Deno.test("RoleStorage refuses names that lead out of the folder", () => {
  for (const [node, role] of [["../a", "b"], ["a", "b/../../c"], ["/a", "b"]]) {
    const options = { folder: "/a/b", node: `${node}`, role: `${role}` };
    assert.throws(
      () => new RoleStorage({ ...options, warn: assert.fail }),
      (error) =>
        error instanceof StorageError && /leads out of/.test(error.message),
    );
  }
});

Deno.test("storagePath() gives no two roles one file", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "b", "."),
    minLength: 1,
    maxLength: 5,
  }).map((rest) => `x${rest}`);
  fc.assert(
    fc.property(name, name, name, name, (node1, role1, node2, role2) => {
      fc.pre(node1 !== node2 || role1 !== role2);
      assert.notEqual(
        storagePath("/s", node1, role1),
        storagePath("/s", node2, role2),
      );
    }),
  );
  assert.equal(storagePath("/s", "a.b", "c.d"), "/s/a.b.c%d.kozo");
});

Deno.test("prepareStorageFolder() makes the folder for this user only", async () => {
  const parent = await Deno.makeTempDir({ prefix: "kozo-" });
  try {
    const folder = join(parent, "deep", "storage");
    await prepareStorageFolder(folder);
    await prepareStorageFolder(folder);
    assert.equal(((await Deno.stat(folder)).mode ?? 0) & 0o777, 0o700);
    assert.deepEqual(namesIn(folder), []);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test("prepareStorageFolder() says what to do when it cannot", async () => {
  const file = await Deno.makeTempFile({ prefix: "kozo-" });
  try {
    for (const folder of [file, join(file, "below"), "/proc", "/proc/kozo"]) {
      await assert.rejects(prepareStorageFolder(folder), (error) => {
        assert.ok(error instanceof StartError);
        assert.ok(
          error.message.startsWith(`Cannot store anything in "${folder}": `),
        );
        assert.match(error.message, /set "roleStorage" to a folder/);
        return true;
      });
    }
  } finally {
    await Deno.remove(file);
  }
});
