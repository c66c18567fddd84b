import assert from "node:assert/strict";
import { parse, parseDocument } from "yaml";
import { withFolder } from "../scripts/temporary-folder.ts";
import { Cabling, whyNoCabling } from "../support/namespaces.ts";
import { linesOf, patternOf } from "./excerpt.ts";
import {
  ADDRESSES,
  FIRST_NETWORK,
  type GuideCommand,
  type MachineName,
  RUN_TALKATIVE,
} from "./first-network.ts";
import { Machine } from "./machine.ts";
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

/** Two machines on a switch, with the addresses of the guide. */
async function onTwoMachines(
  play: (machines: Machines) => Promise<void>,
): Promise<void> {
  await using cabling = new Cabling();
  await cabling.addSwitch("lan");
  await withFolder(async (folder) => {
    const make = async (name: MachineName) => {
      await cabling.addMachine(name);
      await cabling.plug(name, "lan", `${ADDRESSES[name]}/24`);
      return await Machine.make(`${folder}/${name}`, cabling.inside(name));
    };
    await play({ clock: await make("clock"), scribe: await make("scribe") });
  });
}

/** What `scp` does, or any other way to copy: that is left to the user. */
async function copy(from: Machine, to: Machine, ...files: readonly string[]) {
  for (const file of files) {
    await Deno.copyFile(`${from.folder}/${file}`, `${to.folder}/${file}`);
  }
}

/** The guide's addition to the block of `scribe`, in a copy of the file. */
async function addLogger({ folder }: Machine): Promise<void> {
  const [, addition] = blocks("yaml");
  const file = `${folder}/config.yml`;
  const config = parseDocument(await Deno.readTextFile(file));
  config.setIn(["system", "scribe", "roles"], parse(addition).roles);
  await Deno.writeTextFile(file, String(config));
}

const whyNot = await whyNoCabling();

Deno.test({
  name: "README.md leads from an empty folder to two nodes on two machines" +
    (whyNot === undefined ? "" : ` (skipped: ${whyNot})`),
  ignore: whyNot !== undefined,
  fn: () =>
    onTwoMachines(async (machines) => {
      const { clock, scribe } = machines;
      const [printed, written] = blocks("text");
      const commands = [...FIRST_NETWORK];
      const [runClock, runScribe] = commands.splice(-2) as [
        GuideCommand,
        GuideCommand,
      ];
      assert.ok(FIRST_NETWORK.length <= 10);
      for (const { on, command } of commands) {
        if (command.startsWith("rm ")) {
          await copy(clock, scribe, "config.yml", "scribe.key");
        }
        await machines[on].run(command);
      }
      const config = await Deno.readTextFile(`${clock.folder}/config.yml`);
      const [shown] = blocks("yaml");
      assert.deepEqual(
        parse(config.replace(PUBLIC_KEY, "a key")),
        parse(shown.replace(PUBLIC_KEY, "a key")),
      );

      await using ticking = clock.type(runClock.command);
      await using hearing = scribe.type(runScribe.command);
      for (const line of linesOf(printed)) {
        await hearing.waitFor(patternOf(line));
      }
      await ticking.waitFor(/INF cuckoo: Received message/);
      assert.equal(await hearing.stop(), 0, hearing.output);
      assert.equal(await ticking.stop(), 0, ticking.output);

      await addLogger(clock);
      await copy(clock, scribe, "config.yml");
      await using writing = scribe.type(runScribe.command);
      await using talkative = clock.type(RUN_TALKATIVE);
      await writing.waitFor(/INF logger: .* <cuckoo@scribe> Cuckoo received/);
      await talkative.waitFor(/^\{.*"level":"DEBUG".*\}$/m);
      assert.equal(await talkative.stop(), 0, talkative.output);
      assert.equal(await writing.stop(), 0, writing.output);
      const log = await Deno.readTextFile(`${scribe.folder}/scribe.log`);
      for (const line of linesOf(written)) assert.match(log, patternOf(line));
    }),
});
