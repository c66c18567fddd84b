import assert from "node:assert/strict";
import { onionKeyFile, provideOnionKey } from "kozo";
import { withFolder } from "../scripts/temporary-folder.ts";

Deno.test("provideOnionKey() makes a key once, for its owner only", async () => {
  await withFolder(async (folder) => {
    const file = onionKeyFile(`${folder}/transports`, "hall", "onion");
    const first = await provideOnionKey(file);
    assert.equal((await provideOnionKey(file)).name, first.name);
    assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
    const { mode } = await Deno.stat(`${folder}/transports`);
    assert.equal((mode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("provideOnionKey() gives one key to those who ask at once", async () => {
  await withFolder(async (folder) => {
    const asking = Array.from(
      { length: 8 },
      () => provideOnionKey(`${folder}/key`),
    );
    const names = (await Promise.all(asking)).map(({ name }) => name);
    assert.equal(new Set(names).size, 1);
  });
});

Deno.test("provideOnionKey() refuses a key that others may read, and says what mends it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/key`;
    await provideOnionKey(file);
    await Deno.chmod(file, 0o640);
    await assert.rejects(provideOnionKey(file), {
      name: "StartError",
      message: /others than its owner may read it: .*"chmod 600 .*\/key"$/,
    });
  });
});

Deno.test("provideOnionKey() refuses a damaged key, and never replaces it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/key`;
    const text = (await provideOnionKey(file)).pem;
    for (const damaged of ["", text.slice(0, 60), "hello"]) {
      await Deno.writeTextFile(file, damaged);
      await assert.rejects(provideOnionKey(file), {
        name: "StartError",
        message: /it is damaged, or no ed25519 key: /,
      });
      assert.equal(await Deno.readTextFile(file), damaged);
    }
  });
});

Deno.test("provideOnionKey() says what keeps it from its folder", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/transports`, "");
    await assert.rejects(provideOnionKey(`${folder}/transports/key`), {
      name: "StartError",
      message: /^Cannot use the key of the onion service ".*": Not a directory/,
    });
  });
});

Deno.test("onionKeyFile() keeps apart what dots could mix up", () => {
  assert.notEqual(
    onionKeyFile("/k", "a.b", "c"),
    onionKeyFile("/k", "a", "b.c"),
  );
});
