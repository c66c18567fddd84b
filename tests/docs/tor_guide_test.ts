import assert from "node:assert/strict";
import { withFolder } from "../scripts/temporary-folder.ts";
import { runKozo } from "../support/run-kozo.ts";
import { linesOf } from "./excerpt.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const KOZO = "deno task kozo ";

const steps = section(
  await readDocument("docs/tor.md"),
  "Two machines, step by step",
);

/** The commands of the steps, without what runs the program. */
const commands = codeBlocks(steps)
  .filter(({ language }) => language === "sh")
  .flatMap(({ text }) => linesOf(text))
  .map((line) => line.replace(KOZO, "").split(" "));

/** The file as it is in the end, but for what each machine has made. */
const [example] = codeBlocks(steps)
  .filter(({ language }) => language === "yaml");

/** Does what the steps say, and gives what is printed. */
async function run(folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runKozo(folder, args);
  assert.equal(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

Deno.test("tor.md: who takes the steps in turn has a network that is right", async () => {
  const [keygenHall = [], keygenPorch = [], askAddress = [], check = []] =
    commands;
  const address = /^ *address: .*\n/m;
  await withFolder(async (folder) => {
    let text = example?.text ?? "";
    for (const args of [keygenHall, keygenPorch]) {
      const printed = await run(folder, args);
      const [line = ""] = /publicKey: .*/.exec(printed) ?? [];
      const [, node] = /(\w+)\.key$/.exec(args.join(" ")) ?? [];
      const old = new RegExp(`(privateKey: ${node}\\.key\\n *)publicKey: .*`);
      assert.match(text, old);
      text = text.replace(old, `$1${line}`);
    }
    const file = `${folder}/config.yml`;
    await Deno.writeTextFile(file, text.replace(address, ""), { mode: 0o644 });
    const name = (await run(folder, askAddress)).trim();
    const [line = ""] = address.exec(text) ?? [];
    const filled = text.replace(address, line.replace(/\S+\.onion/, name));
    assert.ok(filled.includes(`address: ${name}\n`));
    await Deno.writeTextFile(file, filled, { mode: 0o644 });
    assert.match(await run(folder, check), /^config\.yml is right/m);
  });
});
