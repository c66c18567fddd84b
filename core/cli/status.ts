import type { Command } from "commander";
import { ControlError } from "../control/errors.ts";
import type { SaidStatus } from "../control/status-shape.ts";
import { Colours } from "./colours.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { print } from "./print.ts";
import { Screen } from "./screen.ts";
import { statusLines } from "./status-text.ts";

interface StatusFlags extends NodeFlags {
  readonly json: boolean;
  readonly watch: boolean;
}

/** Seconds between two looks. */
const PERIOD = 1;

/** Adds `kozo status`. */
export function addStatus(program: Command): void {
  const verb = program.command("status")
    .description("show how a running node, its links and its roles are doing")
    .option("--json", "as one JSON object", false)
    .option("--watch", "again every second, until it is interrupted", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo status", "the only node that runs here"],
      ["kozo status --node clock --watch", "as it changes"],
    ], [0, 1, 7]),
  ).action((flags: StatusFlags) => flags.watch ? watch(flags) : show(flags));
}

async function show(flags: StatusFlags): Promise<void> {
  for (const line of await lines(flags)) print(line);
}

/** A node that is started anew meanwhile comes back. */
async function watch(flags: StatusFlags): Promise<void> {
  const screen = new Screen();
  // Whoever means a node that has never been there wants to know.
  let isRead = screen.show(await lines(flags));
  while (isRead) {
    await new Promise((resolve) => setTimeout(resolve, PERIOD * 1000));
    isRead = screen.show(await lines(flags).catch(complain));
  }
}

function complain(error: unknown): string[] {
  if (error instanceof ControlError) return [error.message];
  throw error;
}

async function lines(flags: StatusFlags): Promise<string[]> {
  const status = await askNode(flags, { ask: "status" });
  if (flags.json) return [JSON.stringify(status)];
  // The node's version of the question has been checked.
  return statusLines(status as SaidStatus, Colours.ofOutput());
}
