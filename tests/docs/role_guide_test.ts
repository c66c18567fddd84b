import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { linesOf, patternOf } from "./excerpt.ts";
import { ROLE_COMMANDS as TYPED } from "./guide-commands.ts";
import { onGuideMachine, writeConfig } from "./guide-machine.ts";
import type { Machine } from "./machine.ts";
import { codeBlocks, readDocument, section } from "./markdown.ts";

const guide = await readDocument("docs/writing-roles.md");

/** The line of the log that the guide shows below a heading. */
function excerpt(title: string): RegExp {
  const [block] = codeBlocks(section(guide, title))
    .filter(({ language }) => language === "text");
  const [line] = linesOf(block?.text ?? "");
  assert.ok(line !== undefined, `"${title}" shows no line of a log`);
  return patternOf(line);
}

const DING_DONG = excerpt("A doorbell in 15 lines");

/** A machine with the key and the pin of the porch. */
async function onPorch(
  play: (machine: Machine) => Promise<void>,
): Promise<void> {
  await onGuideMachine(guide, async (machine) => {
    await machine.run(TYPED.makePorchKey);
    await machine.run(TYPED.release);
    await play(machine);
  });
}

/** Starts a node whose button is pressed, and waits for what it then says. */
async function ring(
  machine: Machine,
  command: string,
  answer: RegExp,
): Promise<void> {
  await machine.run(TYPED.release);
  await using node = machine.type(command);
  await node.waitFor(/"porch" is running/);
  assert.doesNotMatch(node.output, answer);
  await machine.run(TYPED.press);
  await node.waitFor(answer);
  assert.equal(await node.stop(), 0, node.output);
}

Deno.test("The guide's doorbell has 15 lines, the import aside", () => {
  const [doorbell] = codeBlocks(section(guide, "A doorbell in 15 lines"));
  const lines = linesOf(doorbell?.text ?? "")
    .filter((line) => !/^(\/\/|import )/.test(line));
  assert.equal(lines.length, 15);
});

Deno.test("The guide's doorbell rings when the button is pressed", async () => {
  await onPorch(async (machine) => {
    await writeConfig(guide, machine, "config.yml");
    await ring(machine, TYPED.run, DING_DONG);
    await writeConfig(guide, machine, "config.yml", [[["rolePath"], []]]);
    await ring(machine, TYPED.runWithFolder, DING_DONG);
  });
});

Deno.test("The guide's gong imports JSON, and TypeScript from the importPath", async () => {
  await onPorch(async (machine) => {
    await machine.run(TYPED.writeSounds);
    await writeConfig(guide, machine, "config.yml", [
      [["system", "porch", "roles", "gong"], { sound: "steel" }],
      [["system", "porch", "overrideMainConfiguration"], {
        importPath: "my-imports",
      }],
    ]);
    await ring(machine, TYPED.run, excerpt("Imports"));
  });
});

Deno.test("The guide's doorbell rings in a sandbox, and reads nothing but its pin", async () => {
  await onPorch(async (machine) => {
    const doorbell = ["system", "porch", "roles", "doorbell"];
    const sandboxed = [[[...doorbell, "permissions"], {
      read: "pin4",
    }]] as const;
    await writeConfig(guide, machine, "config.yml", sandboxed);
    await ring(machine, TYPED.run, DING_DONG);
    await writeConfig(guide, machine, "config.yml", [
      ...sandboxed,
      [[...doorbell, "pin"], "config.yml"],
    ]);
    await using refused = machine.type(TYPED.run);
    await refused.waitFor(/The role failed: .*Requires read access/);
    assert.equal(await refused.stop(), 0, refused.output);
  });
});

Deno.test("The guide's command mends a folder that others may write to", async () => {
  await onPorch(async (machine) => {
    await writeConfig(guide, machine, "config.yml");
    await Deno.chmod(`${machine.folder}/my-roles`, 0o775);
    await Deno.chmod(`${machine.folder}/my-roles/chime.ts`, 0o664);
    await using refused = machine.type(TYPED.run);
    assert.notEqual(await refused.end(), 0);
    assert.match(refused.output, /run "chmod go-w .*my-roles.*"/);
    await machine.run(TYPED.mendMode);
    await ring(machine, TYPED.run, DING_DONG);
  });
});

Deno.test("The guide's porter has the lamp lit on another node, and counts", async () => {
  await onPorch(async (machine) => {
    await machine.run(TYPED.makeHallKey);
    await writeConfig(guide, machine, "house.yml");
    const lamp = () => Deno.readTextFile(`${machine.folder}/pin17`);
    await using porch = machine.type(TYPED.runPorch);
    await using hall = machine.type(TYPED.runHall);
    await hall.waitFor(/Linked with "porch"/);
    await porch.waitFor(/Linked with "hall"/);
    assert.equal(await lamp(), "0");
    await machine.run(TYPED.press);
    await hall.waitFor(excerpt("Two roles on two nodes"));
    await eventually(
      async () => await lamp() === "1",
      () => "The lamp stays dark",
    );
    await machine.run(TYPED.release);
    await eventually(
      async () => await lamp() === "0",
      () => "The lamp burns on",
    );
    assert.equal(await hall.stop(), 0, hall.output);
    assert.equal(await porch.stop(), 0, porch.output);
    const log = await Deno.readTextFile(`${machine.folder}/visitors.log`);
    assert.match(log, /<porter@hall> Visitor 1 rang at the porch\n/);
    const stored = Deno.readDirSync(`${machine.folder}/storage`).toArray();
    assert.deepEqual(stored.map(({ name }) => name), ["hall.porter.kozo"]);
  });
});

Deno.test("The guide's test of a role passes", async () => {
  await onGuideMachine(guide, async (machine) => {
    assert.match(await machine.run(TYPED.test), /2 passed/);
  });
});
