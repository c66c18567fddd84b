import assert from "node:assert/strict";
import { parse, parseDocument } from "yaml";
import { withFolder } from "../scripts/temporary-folder.ts";
import { Cabling, whyNoCabling } from "../support/namespaces.ts";
import { Account, whyNoSshServer } from "../support/ssh-server.ts";
import { linesOf, patternOf } from "./excerpt.ts";
import {
  ADDRESSES,
  FIRST_NETWORK,
  type MachineName,
  RUN_SCRIBE,
  RUN_TALKATIVE,
} from "./first-network.ts";
import { Machine, type TypedCommand } from "./machine.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const guide = section(await readDocument("README.md"), "A first network");

/** A public key, which is another one each time. */
const PUBLIC_KEY = /ssh-ed25519 \S+/g;

type Machines = Readonly<Record<MachineName, Machine>>;

/** The blocks of the guide in a language, in order. */
function blocks(language: string): [string, string] {
  const texts = codeBlocks(guide).filter((block) => block.language === language)
    .map(({ text }) => text);
  assert.equal(texts.length, 2);
  return texts as [string, string];
}

/**
 * Two machines on a switch, with the addresses of the guide. Each has a copy of
 * the project in its user's home; that of `clock` may log in to `scribe`.
 */
async function onTwoMachines(
  play: (machines: Machines) => Promise<void>,
): Promise<void> {
  await using cabling = new Cabling();
  await cabling.addSwitch("lan");
  await withFolder(async (folder) => {
    const make = async (name: MachineName) => {
      await cabling.addMachine(name);
      await cabling.plug(name, "lan", `${ADDRESSES[name]}/24`);
      const home = `${folder}/${name}`;
      await Deno.mkdir(home);
      const account = await Account.make(home, cabling.inside(name));
      const machine = await Machine.make(`${home}/kozo`, account.wrapper);
      return { account, machine };
    };
    const clock = await make("clock");
    const scribe = await make("scribe");
    await scribe.account.admit(clock.account, ADDRESSES.scribe);
    await using _server = await scribe.account.serve(ADDRESSES.scribe);
    await play({ clock: clock.machine, scribe: scribe.machine });
  });
}

/** The guide's addition to the block of `scribe`, in a copy of the file. */
async function addLogger({ folder }: Machine): Promise<void> {
  const [, addition] = blocks("yaml");
  const file = `${folder}/config.yml`;
  const config = parseDocument(await Deno.readTextFile(file));
  config.setIn(["system", "scribe", "roles"], parse(addition).roles);
  await Deno.writeTextFile(file, String(config));
}

/** Types the commands of the guide in turn, and gives the nodes that then run. */
async function follow(
  machines: Machines,
  nodes: AsyncDisposableStack,
): Promise<Readonly<Record<MachineName, TypedCommand>>> {
  const running: Partial<Record<MachineName, TypedCommand>> = {};
  for (const { on, command, isNode, prints = /^/ } of FIRST_NETWORK) {
    if (isNode) {
      running[on] = nodes.use(machines[on].type(command));
      await running[on].waitFor(prints);
    } else {
      assert.match(await machines[on].run(command), prints);
    }
  }
  const { clock, scribe } = running;
  assert.ok(clock !== undefined && scribe !== undefined);
  return { clock, scribe };
}

/** The configuration with which the guide's machines run, as it is shown. */
async function assertShown({ folder }: Machine): Promise<void> {
  const config = await Deno.readTextFile(`${folder}/config.yml`);
  const [shown] = blocks("yaml");
  assert.deepEqual(
    parse(config.replace(PUBLIC_KEY, "a key")),
    parse(shown.replace(PUBLIC_KEY, "a key")),
  );
}

Deno.test("README.md needs ten commands for two nodes on two machines", () => {
  const shown = codeBlocks(guide).filter(({ language }) => language === "sh")
    .flatMap(({ text }) => linesOf(text));
  assert.deepEqual(shown, FIRST_NETWORK.map(({ command }) => command));
  assert.equal(shown.length, 10);
});

const whyNot = await whyNoCabling() ?? await whyNoSshServer();

Deno.test({
  name: "README.md leads from an empty folder to two nodes on two machines" +
    (whyNot === undefined ? "" : ` (skipped: ${whyNot})`),
  ignore: whyNot !== undefined,
  fn: () =>
    onTwoMachines(async (machines) => {
      const [printed, written] = blocks("text");
      const { clock, scribe } = machines;
      {
        await using nodes = new AsyncDisposableStack();
        const running = await follow(machines, nodes);
        await assertShown(scribe);
        await assert.rejects(Deno.stat(`${clock.folder}/scribe.key`));
        for (const line of linesOf(printed)) {
          await running.scribe.waitFor(patternOf(line));
        }
        await running.clock.waitFor(/INF cuckoo: Received message/);
        for (const node of [running.scribe, running.clock]) {
          assert.equal(await node.stop(), 0, node.output);
        }
      }
      await addLogger(clock);
      await clock.run(`scp config.yml ${ADDRESSES.scribe}:kozo/`);
      await using writing = scribe.type(RUN_SCRIBE);
      await using talkative = clock.type(RUN_TALKATIVE);
      await writing.waitFor(/INF logger: .* <cuckoo@scribe> Cuckoo received/);
      await talkative.waitFor(/^\{.*"level":"DEBUG".*\}$/m);
      assert.equal(await talkative.stop(), 0, talkative.output);
      assert.equal(await writing.stop(), 0, writing.output);
      const log = await Deno.readTextFile(`${scribe.folder}/scribe.log`);
      for (const line of linesOf(written)) assert.match(log, patternOf(line));
    }),
});
