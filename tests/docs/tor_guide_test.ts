import assert from "node:assert/strict";
import { withFolder } from "../scripts/temporary-folder.ts";
import { runKozo } from "../support/run-kozo.ts";
import { documented } from "./documented.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const steps = section(
  await readDocument("docs/tor.md"),
  "Two machines, step by step",
);

const KEYGEN_HALL = documented("deno task kozo keygen hall.key");
const KEYGEN_PORCH = documented("deno task kozo keygen porch.key");
const ASK_ADDRESS = documented("deno task kozo onion-address config.yml hall");
const CHECK = documented("deno task kozo check config.yml --node hall");

/** The file as it is in the end, but for what each machine has made. */
const [example] = codeBlocks(steps)
  .filter(({ language }) => language === "yaml");

/** Does what the steps say, and gives what is printed. */
async function run(
  folder: string,
  [, , , ...args]: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await runKozo(folder, args);
  assert.equal(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

Deno.test("tor.md: who takes the steps in turn has a network that is right", async () => {
  const address = /^ *address: .*\n/m;
  await withFolder(async (folder) => {
    let text = example?.text ?? "";
    for (const command of [KEYGEN_HALL, KEYGEN_PORCH]) {
      const printed = await run(folder, command);
      const [line = ""] = /publicKey: .*/.exec(printed) ?? [];
      const [, node] = /(\w+)\.key$/.exec(command.join(" ")) ?? [];
      const old = new RegExp(`(privateKey: ${node}\\.key\\n *)publicKey: .*`);
      assert.match(text, old);
      text = text.replace(old, `$1${line}`);
    }
    const file = `${folder}/config.yml`;
    await Deno.writeTextFile(file, text.replace(address, ""), { mode: 0o644 });
    const name = (await run(folder, ASK_ADDRESS)).trim();
    const [line = ""] = address.exec(text) ?? [];
    const filled = text.replace(address, line.replace(/\S+\.onion/, name));
    assert.ok(filled.includes(`address: ${name}\n`));
    await Deno.writeTextFile(file, filled, { mode: 0o644 });
    assert.match(await run(folder, CHECK), /^config\.yml is right/m);
  });
});
