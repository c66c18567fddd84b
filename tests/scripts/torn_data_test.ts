import assert from "node:assert/strict";
import { removeTornData } from "../../scripts/test/torn-data.ts";
import { withFolder } from "./temporary-folder.ts";

const MODULE = "export const twice = (n) => 2 * n;\n";
const TEST = `import { twice } from "./twice.js";
Deno.test("twice", () => { twice(1); });
`;

Deno.test("data on coverage that a killed process has left half written does not keep the rest from being judged", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/twice.js`, MODULE);
    await Deno.writeTextFile(`${folder}/twice_test.js`, TEST);
    const data = `${folder}/data`;
    await run(folder, "test", `--coverage=${data}`, "--coverage-raw-data-only");
    const [whole] = await Array.fromAsync(Deno.readDir(data));
    assert(whole !== undefined);
    const text = await Deno.readTextFile(`${data}/${whole.name}`);
    await Deno.writeTextFile(`${data}/empty.json`, "");
    await Deno.writeTextFile(`${data}/half.json`, text.slice(0, 40));
    const inner = text.slice(0, text.indexOf("}") + 1);
    await Deno.writeTextFile(`${data}/inner.json`, inner);

    assert.notEqual((await run(folder, "coverage", data)).code, 0);
    assert.equal(removeTornData(data), 3);
    const { code, stdout } = await run(folder, "coverage", data);
    assert.equal(code, 0);
    assert.match(new TextDecoder().decode(stdout), /twice\.js/);
    assert.equal(removeTornData(data), 0);
  });
});

function run(cwd: string, ...args: string[]): Promise<Deno.CommandOutput> {
  return new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
}
