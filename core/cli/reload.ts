import type { Command } from "commander";
import { describeChanges } from "../control/describe-changes.ts";
import { NegativeAnswer } from "../control/errors.ts";
import type { Reloaded } from "../control/reload.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { print } from "./print.ts";

interface ReloadFlags extends NodeFlags {
  readonly json: boolean;
}

/** Adds `kozo reload`. */
export function addReload(program: Command): void {
  const verb = program.command("reload")
    .description("make a running node follow its configuration file")
    .option("--json", "say as one JSON object what has changed", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo reload", "the only node that runs here"],
      ["kozo reload --node clock --json", "for programs"],
    ], [0, 1, 7, 8]),
  ).action(reload);
}

async function reload({ json, ...flags }: ReloadFlags): Promise<void> {
  const answer = await askNode(flags, { ask: "reload" }) as Reloaded;
  const { changes, problems } = answer;
  if (json) print(JSON.stringify(answer));
  else if (changes !== null) describeChanges(changes).forEach(print);
  if (answer.reloaded) return;
  throw new NegativeAnswer(
    ["Not reloaded, the node goes on as before:", ...problems].join("\n"),
  );
}
