import assert from "node:assert/strict";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { runKozo } from "../support/run-kozo.ts";

const SECRET = "4815162342";

/** A node whose role has the options of a line. */
function configuration(options: string): string {
  return `\
system:
  clock:
    privateKey: clock
    publicKey: ${generateKeyPair().publicKey.trim()}
    roles:
      debugger: {${options}}
    transports: {tcp: }
`;
}

const COMMANDS = [
  ["check", "config.yml"],
  ["check", "--json", "config.yml"],
  ["run", "config.yml", "clock"],
];

/** What a command says of a configuration, however it says it. */
async function said(args: readonly string[], options: string): Promise<string> {
  return await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/config.yml`, configuration(options));
    const { code, stdout, stderr } = await runKozo(folder, args);
    assert.notEqual(code, 0);
    return stdout + stderr;
  });
}

for (const args of COMMANDS) {
  Deno.test(`kozo ${args.join(" ")} does not show a password that lacks its quotes`, async () => {
    const text = await said(args, `password: ${SECRET}, debugTimeout: 0`);
    assert.match(text, /password\W+ is a number, expected text: put it in quo/);
    assert.match(text, /debugTimeout\W+ is 0, expected a number/);
    assert.ok(!text.includes(SECRET), text);
  });

  Deno.test(`kozo ${args.join(" ")} does not show a password where the YAML is wrong`, async () => {
    const text = await said(args, `password: "${SECRET}", debugTimeout: ]`);
    assert.match(text, /This is not valid YAML/);
    assert.ok(!text.includes(SECRET), text);
  });
}
