import assert from "node:assert/strict";
import { tar } from "../../core/report/tar.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

Deno.test("tar reads what tar() makes, whatever the sizes", () =>
  withFolder(async (folder) => {
    const files = [0, 1, 511, 512, 513, 100_000].map((size) => ({
      name: `file-${size}.txt`,
      text: "ō".repeat(size / 2) + "x".repeat(size % 2),
    }));
    await Deno.writeFile(`${folder}/a.tar`, tar(files, 1_767_604_023.5));
    const { success, stderr } = await new Deno.Command("tar", {
      args: ["-xf", "a.tar"],
      cwd: folder,
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    for (const { name, text } of files) {
      assert.equal(await Deno.readTextFile(`${folder}/${name}`), text);
      const { mtime, mode } = await Deno.stat(`${folder}/${name}`);
      assert.equal(mtime?.toISOString(), "2026-01-05T09:07:03.000Z");
      assert.equal((mode ?? 0) & 0o777, 0o600);
    }
  }));
