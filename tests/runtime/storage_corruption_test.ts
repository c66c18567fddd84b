import assert from "node:assert/strict";
import { type Setting, storageTest } from "./storage-setting.ts";

/** Bytes of `node2.cuckoo.kozo` as the Kōzō of 2014 wrote it. */
const STORED_IN_2014 = Uint8Array.from([
  ...[0, 0, 0, 0, 0x92, 0xab],
  ...new TextEncoder().encode("RoleStorage"),
  0x80,
]);

/** Damages a stored file in one way, and sees that this is noticed. */
async function assertSetAside(setting: Setting, damaged: Uint8Array) {
  const { file, open, warnings } = setting;
  await Deno.writeFile(file, damaged);
  const storage = open();
  warnings.length = 0;
  assert.equal(await storage.get(), undefined);
  assert.equal(await storage.get(), undefined);
  assert.equal(warnings.length, 1);
  assert.deepEqual(await Deno.readFile(`${file}.corrupt`), damaged);
  await storage.set("new");
  assert.equal(await storage.get(), "new");
}

storageTest("sets a file aside that was cut off anywhere", async (setting) => {
  await setting.open().set({ a: 1, b: "two" });
  const whole = await Deno.readFile(setting.file);
  for (let length = 0; length < whole.length; length++) {
    await assertSetAside(setting, whole.slice(0, length));
  }
});

storageTest("sets a file aside in which any bit is wrong", async (setting) => {
  await setting.open().set({ a: 1, b: "two" });
  const whole = await Deno.readFile(setting.file);
  for (let at = 0; at < whole.length; at++) {
    const damaged = whole.slice();
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
    await assertSetAside(setting, damaged);
  }
});

storageTest(
  "sets a file of 2014 aside",
  (setting) => assertSetAside(setting, STORED_IN_2014),
);

storageTest(
  "keeps a corrupt file when the first thing is to store",
  async (setting) => {
    await Deno.writeFile(setting.file, STORED_IN_2014);
    await setting.open().set("new");
    assert.deepEqual(
      await Deno.readFile(`${setting.file}.corrupt`),
      STORED_IN_2014,
    );
  },
);

storageTest("says which file is corrupt and what to do", async (setting) => {
  await Deno.writeFile(setting.file, STORED_IN_2014);
  await setting.open().get();
  assert.deepEqual(setting.warnings, [
    'What "cuckoo@node2" has stored is corrupt: it does not start like a ' +
    `storage file; it starts without, and "${setting.file}.corrupt" can be ` +
    "deleted once nobody needs it",
  ]);
});
