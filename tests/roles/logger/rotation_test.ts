import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { linesOf, log, logAll, logTest } from "./setting.ts";

logTest("begins a new file after rotateEvery lines", async (file) => {
  const messages = Array.from({ length: 11 }, (_, i) => log(String(i)));
  await logAll({ file, rotateEvery: 4, rotateMax: 9 }, ...messages);
  assert.equal(linesOf(`${file}.2`).length, 3, "and the line of the start");
  assert.equal(linesOf(`${file}.1`).length, 4);
  assert.equal(linesOf(file).length, 4);
  assert.match(linesOf(file).at(-1) ?? "", / 10$/);
});

logTest("keeps rotateMax old files", async (file) => {
  const messages = Array.from({ length: 9 }, (_, i) => log(String(i)));
  for (const rotateMax of [3, 0]) {
    await logAll(
      { file, clearLog: true, rotateEvery: 2, rotateMax },
      ...messages,
    );
    const names = [...Deno.readDirSync(dirname(file))].map(({ name }) => name);
    const old = Array.from(
      { length: rotateMax },
      (_, i) => `kozo.log.${i + 1}`,
    );
    assert.deepEqual(names.sort(), ["kozo.log", ...old]);
    assert.equal(linesOf(file).length, 2);
    for (const name of old) Deno.removeSync(join(dirname(file), name));
  }
});

logTest(
  "counts the lines of an earlier run before it rotates",
  async (file) => {
    await logAll({ file }, log("1"), log("2"), log("3"));
    await logAll({ file, rotateEvery: 6 }, log("4"), log("5"));
    assert.equal(linesOf(`${file}.1`).length, 4);
    assert.equal(linesOf(file).length, 1);
  },
);

logTest(
  "loses and reorders nothing, however it flushes and rotates",
  async (file) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary" }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        async (texts, flushEvery, rotateEvery) => {
          const config = { file, flushEvery, rotateEvery, rotateMax: 40 };
          const { host } = await logAll(
            config,
            ...texts.map((text) => log(text)),
          );
          const files = [...Deno.readDirSync(dirname(file))].map((e) => e.name);
          const inOrder = Array.from(files, (_, age) => age).reverse()
            .map((age) => age === 0 ? file : `${file}.${age}`);
          assert.deepEqual(inOrder.flatMap(linesOf), host.texts("info"));
          await Deno.remove(dirname(file), { recursive: true });
        },
      ),
      { numRuns: 40 },
    );
  },
);
