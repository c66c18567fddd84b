import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { assertTrusted, distrust } from "../../core/modules/trust.ts";

/** Calls `work` with a new folder, and removes that. */
async function inFolder(work: (folder: string) => Promise<void>) {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const mode = fc.integer({ min: 0, max: 0o7777 });

Deno.test("distrust() trusts what root or the user has, and others cannot write", () => {
  const owner = fc.integer({ min: 0, max: 3 });
  fc.assert(fc.property(owner, owner, mode, (uid, user, mode) => {
    const isTrusted = (uid === 0 || uid === user) && (mode & 0o022) === 0;
    assert.equal(distrust("/f", { uid, mode }, user) === undefined, isTrusted);
  }));
});

Deno.test("distrust() gives a command that a shell understands", () => {
  assert.match(
    distrust("/a b/it's.ts", { uid: 0, mode: 0o100622 }, 0) ?? "",
    /its mode is 0622\): run "chmod go-w '\/a b\/it'\\''s\.ts'"$/,
  );
});

Deno.test("assertTrusted() looks at every folder up to the configured one", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "a/b/role.ts");
    await Deno.mkdir(join(folder, "a/b"), { recursive: true });
    await Deno.writeTextFile(file, "");
    assert.equal(assertTrusted(file, [folder]), file);
    await Deno.chmod(join(folder, "a"), 0o770);
    assert.throws(() => assertTrusted(file, [folder]), {
      name: "ModuleError",
      message: /^Cannot trust ".*\/a": others than its owner may write to it/,
    });
    // What is above the configured folder is its owner's business.
    assert.equal(assertTrusted(file, [join(folder, "a/b")]), file);
  });
});

Deno.test("assertTrusted() follows links, of the folder and within it", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "real"));
    await Deno.writeTextFile(join(folder, "real/role.ts"), "");
    await Deno.symlink("role.ts", join(folder, "real/other.ts"));
    await Deno.symlink("real", join(folder, "link"));
    assert.equal(
      assertTrusted(join(folder, "link/other.ts"), [join(folder, "link")]),
      join(folder, "real/role.ts"),
    );
  });
});

Deno.test("assertTrusted() takes no folder for one whose name begins like it", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "roles"));
    await Deno.mkdir(join(folder, "roles2"));
    await Deno.writeTextFile(join(folder, "roles2/x.ts"), "");
    assert.throws(
      () =>
        assertTrusted(join(folder, "roles/../roles2/x.ts"), [
          join(folder, "roles"),
        ]),
      /is not in ".*\/roles": move it there, or name its folder in "importPath"$/,
    );
  });
});
