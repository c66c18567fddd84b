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

/** Options that are no YAML, and what is said of them. */
const NO_YAML: readonly (readonly [options: string, said: RegExp])[] = [
  [
    `password: "${SECRET}", debugTimeout: ]`,
    /The block that starts with \W+ here has no end/,
  ],
  [`password: "${SECRET}`, /The text in double quotes that starts here has no/],
  [`password: [${SECRET}`, /The list that starts with \W+ here has no end/],
  [`password: "\\q${SECRET}"`, /In double quotes \W+q\W+ means nothing/],
  [
    `password: !${SECRET}`,
    /A text that starts with \W+ has to stand in quotes/,
  ],
  [
    `password: @${SECRET}`,
    /A text that starts with \W+ has to stand in quotes/,
  ],
];

/** What a command says of a configuration, however it says it. */
async function saidOf(
  args: readonly string[],
  options: string,
): Promise<string> {
  return await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/config.yml`, configuration(options));
    const { code, stdout, stderr } = await runKozo(folder, args);
    assert.notEqual(code, 0);
    return stdout + stderr;
  });
}

for (const args of COMMANDS) {
  Deno.test(`kozo ${args.join(" ")} does not show a password that lacks its quotes`, async () => {
    const text = await saidOf(args, `password: ${SECRET}, debugTimeout: 0`);
    assert.match(text, /password\W+ is a number, expected text: put it in quo/);
    assert.match(text, /debugTimeout\W+ is 0, expected a number/);
    assert.ok(!text.includes(SECRET), text);
  });

  for (const [options, said] of NO_YAML) {
    Deno.test(`kozo ${args.join(" ")} does not show the password of ${options}`, async () => {
      const text = await saidOf(args, options);
      assert.match(text, said);
      assert.ok(!text.includes(SECRET), text);
    });
  }
}
