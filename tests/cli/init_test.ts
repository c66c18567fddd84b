import assert from "node:assert/strict";
import { loadConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { readPrivateKey } from "../../core/ssh/keys.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { makeJudge } from "../config/schema-judge.ts";
import { Program } from "../support/program.ts";
import { onlyLine } from "../support/run-kozo.ts";
import { hasTmux, ShellTerminal } from "../support/shell-terminal.ts";
import { authorTest } from "./authoring.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

/** The files of a folder with their modes, those of hidden ones left out. */
async function modesIn(folder: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue;
    const { mode } = await Deno.stat(`${folder}/${name}`);
    modes[name] = ((mode ?? 0) & 0o777).toString(8);
  }
  return modes;
}

authorTest(
  "kozo init makes a network whose node runs, ticks and hears itself",
  async ({ kozo, folder }) => {
    const [port = 0] = freePorts(1);
    const { code, stdout, stderr } = await kozo(
      ...["init", "--name", "clock", "--address", "a.local,10.0.0.7"],
      ...["--port", String(port)],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(await modesIn(folder), {
      "clock.key": "600",
      "clock.key.pub": "644",
      "kozo.schema.json": "644",
      "config.yml": "644",
      storage: "700",
    });
    await using clock = new Program(
      `${ROOT}/main.ts`,
      // What it says is to be run next.
      /kozo (run .*)\n/.exec(stdout)?.[1]?.split(" ") ?? [],
      folder,
    );
    await clock.waitFor("Received message");
    assert.equal(await clock.stop(), 0, clock.output);
  },
);

authorTest(
  "what kozo init writes is right, explained, and known to editors",
  async ({ kozo, folder }) => {
    await kozo("init", "house.yml", "--name", "1", "--address", "fd00::1");
    const file = `${folder}/house.yml`;
    const { nodes, library } = await loadConfig(file, registry);
    const node = nodes.get("1");
    assert.deepEqual(node?.transports[0]?.options.address, ["fd00::1"]);
    await readPrivateKey(node?.privateKey ?? "", node?.publicKey ?? "");

    const text = await Deno.readTextFile(file);
    const [, schema] = /^# yaml-language-server: \$schema=(.*)\n/.exec(text) ??
      [];
    const printed = (await kozo("schema")).stdout;
    assert.equal(await Deno.readTextFile(`${folder}/${schema}`), printed);
    assert.deepEqual((await makeJudge(library))(text), []);
    assert.ok(
      text.split("\n").every((line) =>
        line.length <= 80 || line.includes("publicKey")
      ),
    );
  },
);

authorTest(
  "kozo init lets the node listen at the port that its address has",
  async ({ kozo, folder }) => {
    await kozo("init", "--name", "clock", "--address", "[fd00::1]:7102");
    const { nodes } = await loadConfig(`${folder}/config.yml`, registry);
    const { address, port } = nodes.get("clock")?.transports[0]?.options ?? {};
    assert.deepEqual([address, port], [["fd00::1"], 7102]);
  },
);

authorTest(
  "kozo init without a terminal asks nothing, and takes what the machine says",
  async ({ kozo, folder }) => {
    assert.equal((await kozo("init")).code, 0);
    const { nodes } = await loadConfig(`${folder}/config.yml`, registry);
    assert.equal(nodes.size, 1);
  },
);

authorTest(
  "kozo init never overwrites: all of it is made, or nothing",
  async ({ kozo, write, folder }) => {
    await write("config.yml", "mine");
    await write("clock.key", "mine");
    await Deno.mkdir(`${folder}/scribe.key.pub`);
    for (
      const [args, expected] of [
        [["--name", "x"], /"config\.yml" is there already, and stays/],
        [["other.yml", "--name", "clock"], /"clock\.key": it is there already/],
        [["other.yml", "--name", "scribe"], /"scribe\.key\.pub": it is there/],
        [["/dev/null/x.yml"], /Cannot write "\/dev\/null": /],
      ] as const
    ) {
      assert.match(onlyLine(await kozo("init", ...args), 1), expected);
    }
    assert.deepEqual(
      Object.keys(await modesIn(folder)).sort(),
      ["clock.key", "config.yml", "scribe.key.pub"],
    );
    assert.equal(await Deno.readTextFile(`${folder}/config.yml`), "mine");
  },
);

authorTest("kozo init says what it cannot take", async ({ kozo, folder }) => {
  for (
    const [args, expected] of [
      [["--name", "a b"], /"a b" cannot be the name of a node/],
      [["--address", "http://a"], /"address" has "http:\/\/a", which is none/],
      [["--port", "0"], /"--port" is "0", expected a port from 1 to 65535/],
    ] as const
  ) {
    assert.match(onlyLine(await kozo("init", ...args), 1), expected);
  }
  assert.deepEqual(await modesIn(folder), {});
});

/** What is typed for the program, as short as it can be. */
const ALIAS = `alias kozo='"${Deno.execPath()}" run -qA "${ROOT}/main.ts"'`;

/** Without tmux there is no terminal to type at. */
const ignore = !await hasTmux();

/** Registers a test at a terminal of 80 columns and 24 lines. */
function terminalTest(
  name: string,
  work: (terminal: ShellTerminal, folder: string) => Promise<void>,
): void {
  if (ignore) return Deno.test({ name, ignore, fn: () => {} });
  authorTest(name, async ({ folder }) => {
    await using terminal = await ShellTerminal.open(folder);
    await terminal.press(ALIAS, "Enter");
    // A screen that is empty still is no sign that it was cleared.
    await terminal.waitFor(/alias kozo=[^]*\n\$ $/);
    await terminal.press("clear", "Enter");
    await terminal.waitFor(/^\$ $/);
    await work(terminal, folder);
  });
}

terminalTest(
  "kozo init asks on a terminal, again if need be, and tells all on one screen",
  async (terminal, folder) => {
    await terminal.press("kozo init", "Enter");
    await terminal.waitFor(/What is this node to be called\? \[[^\]\n]+\]/);
    await terminal.press("der Turm", "Enter");
    await terminal.waitFor(/"der Turm" cannot be the name of a node/);
    await terminal.press("tower", "Enter");
    await terminal.waitFor(/Where do other nodes reach it\?/);
    await terminal.press("10.0.0.9", "Enter");
    const screen = await terminal.waitFor(/^ +\S.* node add .*\n\$ $/m);
    assert.match(screen, /^\$ kozo init\n/);
    assert.match(screen, /a network of one node, "tower"/);
    const text = await Deno.readTextFile(`${folder}/config.yml`);
    assert.match(text, /address: 10\.0\.0\.9 #/);
  },
);

terminalTest(
  "kozo init takes what it suggests when Enter alone is pressed",
  async (terminal, folder) => {
    await terminal.press("kozo init", "Enter");
    const asked = await terminal.waitFor(/to be called\? \[[^\]\n]+\]/);
    const [, name = ""] = /to be called\? \[([^\]\n]+)\]/.exec(asked) ?? [];
    await terminal.press("Enter");
    await terminal.waitFor(/Where do other nodes reach it\?/);
    await terminal.press("Enter");
    await terminal.waitFor(/^ +\S.* node add .*\n\$ $/m);
    const text = await Deno.readTextFile(`${folder}/config.yml`);
    assert.ok(text.includes(`\n  ${name}:`), text);
  },
);

terminalTest(
  "kozo init that is broken off by Ctrl-C leaves nothing",
  async (terminal, folder) => {
    await terminal.press("kozo init", "Enter");
    await terminal.waitFor(/to be called\?/);
    await terminal.press("C-c");
    const screen = await terminal.waitFor(/\n\$ $/);
    assert.match(screen, /\nkozo: Nothing was made: it was broken off\n/);
    assert.deepEqual(await modesIn(folder), {});
  },
);
