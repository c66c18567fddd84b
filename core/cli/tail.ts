import type { Command } from "commander";
import type { TailLine, TailLoss } from "../control/tail.ts";
import { strftime } from "../strftime.ts";
import { printable } from "../text.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { printOn } from "./print.ts";
import { count } from "./count.ts";

interface TailFlags extends NodeFlags {
  readonly type?: string;
  readonly from?: string;
  readonly role?: string;
  readonly json: boolean;
}

/** Adds `kozo tail`. */
export function addTail(program: Command): void {
  const verb = program.command("tail")
    .description("show messages as they pass a running node")
    .option("--type <type>", "only events and orders of this type")
    .option("--from <name>", "only what this node has sent")
    .option("--role <name>", "only what roles of this name have sent")
    .option("--json", "a JSON object a line", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo tail", "all that passes the only node that runs here"],
      ["kozo tail --type tick --from clock", "the ticks of clock"],
    ], [0, 1, 7]),
  ).action(tail);
}

async function tail({ json, ...flags }: TailFlags): Promise<void> {
  const { type, from, role } = flags;
  const question = { ask: "tail", type, from, role };
  const reader = new AbortController();
  try {
    await askNode(flags, question, reader.signal, (item) => {
      const line = item as TailLine | TailLoss;
      const isRead = printOn(json ? JSON.stringify(line) : describeLine(line));
      if (!isRead) reader.abort();
    });
  } catch (error) {
    // "kozo tail | head" has all that it wants.
    if (!reader.signal.aborted) throw error;
  }
}

/** A message for people: `18:25:52 timer1@clock event tick ["Ping!"]`. */
export function describeLine(line: TailLine | TailLoss): string {
  if ("lost" in line) {
    return `(${count(line.lost, "message")} not shown: too many at once)`;
  }
  const time = strftime("%H:%M:%S", line.time);
  const who = printable(`${line.role}@${line.sender}`);
  return `${time} ${who} ${line.kind} ${describeContent(line)}`;
}

function describeContent(line: TailLine): string {
  if (line.kind === "log") return printable(line.text ?? "");
  const { type = "", channel, data } = line;
  const label = channel ? `${type} (${channel})` : type;
  return `${printable(label)} ${printable(JSON.stringify(data))}`;
}
