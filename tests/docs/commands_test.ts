import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { Testnet } from "../scripts/testnet-process.ts";
import { linesOf, patternOf } from "./excerpt.ts";
import {
  FAULT_COMMANDS,
  ROLE_COMMANDS,
  TRANSPORT_COMMANDS,
} from "./guide-commands.ts";
import { FIRST_NETWORK, RUN_TALKATIVE } from "./first-network.ts";
import { Machine, TypedCommand } from "./machine.ts";
import {
  codeBlocks,
  codeSpans,
  documents,
  readDocument,
  section,
  tableRows,
} from "./markdown.ts";
import { OPERATING_COMMANDS } from "./operating-commands.ts";

const readme = await readDocument("README.md");

/**
 * Commands that other tests run, and which. The version that `npx` is asked for
 * has a test of its own.
 */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  "npx --yes deno@2.9.5 task testnet": "tests/scripts/testnet_test.ts",
  "npx --yes deno@2.9.5 task test": "tests/scripts/test_test.ts",
  "deno task testnet": "tests/scripts/testnet_test.ts",
  "deno task test": "tests/scripts/test_test.ts",
  "deno task testnet onionnet": "tests/tor/onionnet.ts",
  "deno task bench --tor": "tests/tor/contract.ts",
  "deno task kozo onion-address config.yml hall": "tests/e2e/onion_test.ts",
  "deno task lab -- uname -a": "tests/lab/command_test.ts",
  "deno task lab --gpio 4 --bt 2 -- sh -c 'ls $KOZO_LAB_GPIO; hcitool dev'":
    "tests/lab/command_test.ts",
  "deno task test:hardware": "tests/scripts/test_test.ts",
  "deno task testnet bluetoothnet": "tests/hardware/bluetoothnet_test.ts",
  "deno task lab --bt 2 -- deno run -A --no-check --cached-only scripts/lab/measure-bluetooth.ts":
    "tests/lab/bluetooth_test.ts",
  "deno task compile": "tests/compile/build_test.ts",
  "deno task compile --all": "tests/compile/build_test.ts",
  "deno task compile --measure": "tests/compile/measure_test.ts",
  "sudo sh install.sh kozo-aarch64-unknown-linux-gnu config.yml clock clock.key":
    "tests/compile/install_test.ts",
  "deno task bench --quick": "tests/scripts/bench_test.ts",
  "deno task bench --peers --docs": "tests/scripts/bench_test.ts",
  "deno task bench:docs": "tests/scripts/bench_docs_test.ts",
  "kozo version --json": "tests/compile/executable_test.ts",
  "kozo service config.yml clock": "tests/compile/executable_test.ts",
};

/** Commands by which an author begins, in turn. */
const BEGIN_ROLE = [
  "deno task kozo new role gpio-button",
  "deno task kozo test-module gpio-button.ts",
] as const;

/** Commands that end by themselves, and what they print. */
const QUESTIONS: Readonly<Record<string, RegExp>> = {
  "deno task kozo --help": /^Usage: kozo /m,
  "deno doc core/mod.ts": /^abstract class Role/m,
};

Deno.test("Every command in the documents is run by a test", async () => {
  const commands = (await documents()).flatMap(codeBlocks)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => linesOf(text));
  const known = [
    ...Object.keys(RUN_ELSEWHERE),
    // tests/docs/first_network_test.ts
    ...FIRST_NETWORK.map(({ command }) => command),
    RUN_TALKATIVE,
    ...BEGIN_ROLE,
    ...Object.keys(QUESTIONS),
    // tests/docs/faults_test.ts
    ...Object.values(FAULT_COMMANDS),
    // tests/docs/{role,transport}_guide_test.ts
    ...Object.values(ROLE_COMMANDS),
    ...Object.values(TRANSPORT_COMMANDS),
    // tests/docs/operating_test.ts
    ...Object.values(OPERATING_COMMANDS),
  ];
  assert.deepEqual(commands.sort(), known.sort());
  for (const file of Object.values(RUN_ELSEWHERE)) {
    assert.match(
      await Deno.readTextFile(`${ROOT}/${file}`),
      /^ *(?:await )?(?:Deno\.test|\w*[tT]est)\(/m,
    );
  }
});

Deno.test("README.md and .ci/run agree on the version of Deno", async () => {
  const ci = await Deno.readTextFile(`${ROOT}/.ci/run`);
  const [, pinned] = /^DENO_VERSION=(\S+)$/m.exec(ci) ?? [];
  const versions = [...readme.text.matchAll(/deno@(\d[\d.]*\d)/g)]
    .map(([, version]) => version);
  assert.ok(versions.length > 0);
  assert.deepEqual([...new Set(versions)], [pinned]);
});

for (const [command, output] of Object.entries(QUESTIONS)) {
  Deno.test(`"${command}" answers`, async () => {
    await using typed = new TypedCommand(command, ROOT);
    assert.equal(await typed.end(), 0, typed.output);
    assert.match(typed.output, output);
  });
}

Deno.test("README.md has the flags of the testnet", async () => {
  await assertFlags("deno task testnet --help", "See it work");
});

Deno.test("hardware.md has the flags of the lab", async () => {
  const hardware = await readDocument("docs/hardware.md");
  await assertFlags("deno task lab --help", "The lab", hardware);
});

Deno.test("README.md has the flags of a node", async () => {
  await assertFlags("deno task kozo run --help", "Running a node");
});

async function assertFlags(
  help: string,
  title: string,
  document = readme,
): Promise<void> {
  await using typed = new TypedCommand(help, ROOT);
  assert.equal(await typed.end(), 0, typed.output);
  const flags = [...typed.output.matchAll(/^ {2}(--\S+(?: <\S+>)?)/gm)]
    .map(([, flag]) => flag);
  const documented = tableRows(section(document, title))
    .flatMap((row) => codeSpans(row.Flag ?? ""));
  assert.ok(flags.length > 0, typed.output);
  assert.deepEqual(documented, flags);
}

Deno.test("The testnet prints what README.md shows of it", async () => {
  const [excerpt] = codeBlocks(section(readme, "See it work"))
    .filter(({ language }) => language === "text");
  await using testnet = new Testnet();
  for (const line of linesOf(excerpt?.text ?? "")) {
    await testnet.waitFor(patternOf(line));
  }
  testnet.signal("SIGINT");
  assert.equal((await testnet.end()).code, 0);
});

Deno.test("README.md begins a role that passes", async () => {
  await withFolder(async (folder) => {
    const machine = await Machine.make(folder);
    const outputs: string[] = [];
    for (const command of BEGIN_ROLE) outputs.push(await machine.run(command));
    assert.match(outputs.join(""), /\n6 passed, 0 failed\n$/);
  });
});

Deno.test("README.md has every command", async () => {
  const commands = tableRows(section(readme, "Commands"))
    .flatMap((row) => codeSpans(row.Command ?? "").slice(0, 1))
    .map((command) => command.split(" ")[1]);
  await using help = new TypedCommand("deno task kozo --help", ROOT);
  assert.equal(await help.end(), 0, help.output);
  const [, list = ""] = /\nCommands:\n([^]*?)\n\n/.exec(help.output) ?? [];
  const verbs = [...list.matchAll(/^ {2}([a-z-]+)/gm)]
    .map(([, verb]) => verb).filter((verb) => verb !== "help");
  assert.ok(verbs.length > 0);
  assert.deepEqual(new Set(commands), new Set(verbs));
});

Deno.test("modules.md has every flag of kozo test-module", async () => {
  await assertFlags(
    "deno task kozo test-module --help",
    "Testing one",
    await readDocument("docs/modules.md"),
  );
});
