import assert from "node:assert/strict";
import { StorageError } from "kozo";
import { VolatileStorage } from "../../core/runtime/storage.ts";

Deno.test("VolatileStorage keeps a value, and warns once that it will be lost", async () => {
  const warnings: string[] = [];
  const storage = new VolatileStorage({
    node: "node2",
    role: "cuckoo",
    warn: (text) => warnings.push(text),
  });
  assert.equal(await storage.get(), undefined);
  assert.deepEqual(warnings, []);
  const value = { bytes: new Uint8Array([1]) };
  await storage.set(value);
  const first = await storage.get() as typeof value;
  first.bytes[0] = 2;
  assert.deepEqual(await storage.get(), value);
  await storage.set("other");
  assert.equal(warnings.length, 1);
  assert.match(
    warnings[0] ?? "",
    /^What "cuckoo@node2" stores is lost .*"roleStorage"/,
  );
});

Deno.test("VolatileStorage refuses what RoleStorage refuses", async () => {
  const storage = new VolatileStorage({ node: "a", role: "b", warn() {} });
  await assert.rejects(storage.set(Symbol()), StorageError);
});
