import assert from "node:assert/strict";
import { connect } from "node:net";
import { linesOf, patternOf } from "./excerpt.ts";
import { TRANSPORT_COMMANDS as TYPED } from "./guide-commands.ts";
import { type Changes, onGuideMachine, writeConfig } from "./guide-machine.ts";
import type { Machine, TypedCommand } from "./machine.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const guide = await readDocument("docs/writing-transports.md");
const shown = codeBlocks(section(guide, "A transport in 40 lines"));

/** Comes in by a node's socket under a name, and waits to be thrown out. */
async function comeInAs(name: string, path: string): Promise<void> {
  const socket = connect(path).on("error", () => {}).resume();
  socket.write(name.padEnd(64));
  await new Promise((resolve) => socket.once("close", resolve));
}

/** The guide's nodes are linked over a transport, and one hears the other. */
async function assertLinks(
  machine: Machine,
  transport: string,
  changes: Changes = [],
  probe?: (hall: TypedCommand) => Promise<void>,
): Promise<void> {
  await writeConfig(guide, machine, "config.yml", changes);
  await using porch = machine.type(TYPED.runPorch);
  await using hall = machine.type(TYPED.runHall);
  const excerpt = shown.find(({ language }) => language === "text");
  for (const line of linesOf(excerpt?.text ?? "")) {
    await hall.waitFor(
      patternOf(line.replace("over unix", `over ${transport}`)),
    );
  }
  await probe?.(hall);
  assert.equal(await hall.stop(), 0, hall.output);
  await porch.waitFor(/link: Link with "hall" ended: shutdown/);
  assert.equal(await porch.stop(), 0, porch.output);
}

Deno.test("The guide's transport has 40 lines, imports aside", () => {
  const [transport] = shown;
  const lines = linesOf(transport?.text ?? "")
    .filter((line) => !/^ *(\/\/|import )/.test(line));
  assert.equal(lines.length, 40);
});

Deno.test("The guide's transports link two nodes", async () => {
  await onGuideMachine(guide, async (machine) => {
    await machine.run(TYPED.makePorchKey);
    await machine.run(TYPED.makeHallKey);
    // As a node leaves it that was killed.
    await Deno.writeTextFile(`${machine.folder}/hall.sock`, "");
    await assertLinks(machine, "unix");
    await machine.run(TYPED.makeSockets);
    const at = (node: string) =>
      [["system", node, "transports"], {
        private: { path: `sockets/${node}.sock` },
      }] as const;
    const changes = [at("porch"), at("hall")];
    await assertLinks(machine, "private", changes, async (hall) => {
      await comeInAs("cellar", `${machine.folder}/sockets/hall.sock`);
      await hall.waitFor(/Turned away: there is no other node "cellar"/);
    });
  });
});
