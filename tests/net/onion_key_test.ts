import assert from "node:assert/strict";
import { OnionKey, onionKeyFile } from "kozo";
import { withFolder } from "../scripts/temporary-folder.ts";

Deno.test("OnionKey.provide() makes a key once, for its owner only", async () => {
  await withFolder(async (folder) => {
    const file = onionKeyFile(`${folder}/transports`, "hall", "onion");
    const first = await OnionKey.provide(file);
    assert.equal((await OnionKey.provide(file)).name, first.name);
    assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
    const { mode } = await Deno.stat(`${folder}/transports`);
    assert.equal((mode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("OnionKey.provide() gives one key to those who ask at once", async () => {
  await withFolder(async (folder) => {
    const asking = Array.from(
      { length: 8 },
      () => OnionKey.provide(`${folder}/key`),
    );
    const names = (await Promise.all(asking)).map(({ name }) => name);
    assert.equal(new Set(names).size, 1);
  });
});

Deno.test("OnionKey.provide() refuses a key that others may read, and says what mends it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/key`;
    await OnionKey.provide(file);
    await Deno.chmod(file, 0o640);
    await assert.rejects(OnionKey.provide(file), {
      name: "StartError",
      message: /others than its owner may read it: .*"chmod 600 .*\/key"$/,
    });
  });
});

Deno.test("OnionKey.provide() refuses a damaged key, and never replaces it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/key`;
    const text = (await OnionKey.provide(file)).pem;
    for (const damaged of ["", text.slice(0, 60), "hello"]) {
      await Deno.writeTextFile(file, damaged);
      await assert.rejects(OnionKey.provide(file), {
        name: "StartError",
        message: /it is damaged, or no ed25519 key: /,
      });
      assert.equal(await Deno.readTextFile(file), damaged);
    }
  });
});

Deno.test("OnionKey.provide() says what keeps it from its folder", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/transports`, "");
    await assert.rejects(OnionKey.provide(`${folder}/transports/key`), {
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
