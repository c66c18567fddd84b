import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { StorageError } from "kozo";
import { RoleStorage } from "../../core/runtime/storage.ts";
import { decodeValue, encodeValue } from "../../core/wire/value.ts";
import { namesIn, storageTest } from "./storage-setting.ts";

/** Values of all kinds that a role may store. */
const storable = fc.anything({
  key: fc.string().filter((key) =>
    !["__proto__", "constructor", "prototype"].includes(key)
  ),
  values: [
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.string({ unit: "binary" }),
    fc.uint8Array(),
    fc.date({ noInvalidDate: true }),
  ],
  maxDepth: 5,
});

storageTest("gives nothing when nothing was stored", async ({ open }) => {
  assert.equal(await open().get(), undefined);
});

storageTest(
  "gives back any value, also after a new start",
  async ({ open }) => {
    const storage = open();
    await fc.assert(
      fc.asyncProperty(storable, async (value) => {
        const expected = decodeValue(encodeValue(value));
        await storage.set(value);
        assert.deepEqual(await storage.get(), expected);
        assert.deepEqual(await open().get(), expected);
      }),
      { numRuns: 50 },
    );
  },
);

storageTest("gives a new object each time", async ({ open }) => {
  const storage = open();
  const value = { list: [1], bytes: new Uint8Array([1]) };
  await storage.set(value);
  const first = await storage.get() as typeof value;
  first.list.push(2);
  first.bytes[0] = 2;
  assert.deepEqual(await storage.get(), value);
});

storageTest("stores the value as it is at the call", async ({ open }) => {
  const storage = open();
  const value = { list: [1] };
  const stored = storage.set(value);
  value.list.push(2);
  await stored;
  assert.deepEqual(await storage.get(), { list: [1] });
});

storageTest(
  "keeps the order of calls that overlap",
  async ({ open, folder }) => {
    const storage = open();
    const calls = Array.from({ length: 10 }, (_, i) => [
      storage.set(i),
      storage.get(),
    ]);
    const results = await Promise.all(calls.map(([, get]) => get));
    assert.deepEqual(results, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(namesIn(folder), ["node2.cuckoo.kozo"]);
  },
);

storageTest("goes on after a call that failed", async ({ open }) => {
  const storage = open();
  const [bad, good] = await Promise.allSettled([
    storage.set(() => {}),
    storage.set("good"),
  ]);
  assert.equal(bad.status, "rejected");
  assert.equal(good.status, "fulfilled");
  assert.equal(await storage.get(), "good");
});

storageTest(
  "refuses what no node could read, and keeps the old",
  async ({ open }) => {
    const storage = open();
    await storage.set("old");
    await assert.rejects(storage.set({ a: [new Map()] }), (error) => {
      assert.ok(error instanceof StorageError);
      assert.match(
        error.message,
        /^Cannot store the value of "cuckoo@node2": /,
      );
      assert.match(error.message, /"data\.a\[0\]" is a Map/);
      return true;
    });
    assert.equal(await storage.get(), "old");
  },
);

storageTest(
  "writes nothing when the value is stored already",
  async ({ open, file }) => {
    await open().set({ a: 1 });
    const before = await Deno.stat(file);
    const storage = open();
    await storage.set({ a: 1 });
    assert.equal((await Deno.stat(file)).ino, before.ino);
    await storage.set({ a: 2 });
    assert.notEqual((await Deno.stat(file)).ino, before.ino);
  },
);

storageTest("lets nobody else read the file", async ({ open, file }) => {
  await open().set("secret");
  await open().set("another secret");
  assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
});

storageTest(
  "removes what a killed run has left",
  async ({ open, file, folder }) => {
    await open().set("old");
    await Deno.writeTextFile(`${file}.tmp`, "half a val");
    assert.equal(await open().get(), "old");
    assert.deepEqual(namesIn(folder), ["node2.cuckoo.kozo"]);
  },
);

storageTest("names the file that cannot be read", async ({ open, file }) => {
  await Deno.mkdir(file);
  await assert.rejects(open().get(), (error) => {
    assert.ok(error instanceof StorageError);
    assert.match(
      error.message,
      /^Cannot read what "cuckoo@node2" has stored: /,
    );
    assert.ok(error.message.includes(`make "${file}" a file`));
    return true;
  });
});

storageTest("names the file that cannot be written", async ({ folder }) => {
  for (const impossible of [join(folder, "missing"), "/proc"]) {
    const storage = new RoleStorage({
      folder: impossible,
      node: "node2",
      role: "cuckoo",
      warn: assert.fail,
    });
    await assert.rejects(storage.set(1), (error) => {
      assert.ok(error instanceof StorageError);
      assert.match(
        error.message,
        /^Cannot store the value of "cuckoo@node2": /,
      );
      assert.ok(error.message.includes(join(impossible, "node2.cuckoo.kozo")));
      return true;
    });
  }
});
