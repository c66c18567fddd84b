import assert from "node:assert/strict";
import { dirname } from "node:path";
import { bundleSources } from "../../scripts/compile/bundle-sources.ts";
import { filesIn } from "../../scripts/compile/files-in.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

/** The least that can be bundled: a program with a core and modules. */
const PROGRAM = {
  "main.ts": `import { name } from "./core/mod.ts";
import "./roles/mod.ts";
import "./transports/mod.ts";
console.log(name);
`,
  "core/mod.ts": 'export const name = "kozo";\n',
  "roles/mod.ts": 'console.log(import.meta.resolve("./timer.ts"));\n',
  "roles/timer.ts": 'import { name } from "kozo";\nconsole.log(name);\n',
  "transports/mod.ts": 'console.log(import.meta.resolve("./tcp.ts"));\n',
  "transports/tcp.ts": 'console.log("tcp");\n',
};

/** Bundles such a program with other files, and gives the names of what came. */
async function bundle(files: Readonly<Record<string, string>>) {
  let bundled: string[] = [];
  await withFolder(async (folder) => {
    const sources = `${folder}/sources`;
    for (const [name, text] of Object.entries({ ...PROGRAM, ...files })) {
      await Deno.mkdir(dirname(`${sources}/${name}`), { recursive: true });
      await Deno.writeTextFile(`${sources}/${name}`, text);
    }
    const staged = `${folder}/staged`;
    await bundleSources(sources, staged, ["kozo"]);
    bundled = (await Array.fromAsync(filesIn(staged, ".js")))
      .map((file) => file.slice(staged.length + 1))
      // What parts of the core share has a name of no meaning.
      .filter((name) => !name.startsWith("chunk-"));
  });
  return bundled.sort();
}

Deno.test("a neighbour that a source looks for is bundled by itself", async () => {
  assert.deepEqual(await bundle({}), [
    "core/mod.js",
    "main.js",
    "roles/timer.js",
    "transports/tcp.js",
  ]);
});

for (
  const spelling of [
    "import.meta.resolve(`./worker.ts`)",
    "import.meta.resolve('./worker.ts')",
    'import.meta.resolve(\n  "./worker.ts",\n)',
    'import.meta.resolve("./worker.js")',
  ]
) {
  Deno.test(`a neighbour that would not be found is refused: ${spelling}`, async () => {
    await assert.rejects(
      bundle({ "core/mod.ts": `export const name = ${spelling};\n` }),
      /^KozoError: Cannot bundle the program: ".*\.js" still has "import\.meta\.resolve\(/,
    );
  });
}

Deno.test("a role or transport that would have its own copy of the core is refused", async () => {
  const code = 'import { name } from "../core/mod.ts";\nconsole.log(name);\n';
  const parts = {
    "roles/timer.ts": code,
    "transports/tcp.ts": code,
    "roles/timer/tick.ts": code.replace("../", "../../"),
  };
  for (const [file, text] of Object.entries(parts)) {
    await assert.rejects(
      bundle({ [file]: text }),
      new RegExp(
        `^KozoError: Cannot bundle "${file}": it imports "[./]*core/mod.ts"`,
      ),
    );
  }
});
