import { Argument, type Command } from "commander";
import { UsageError } from "../errors.ts";
import type { Audience } from "../runtime/router.ts";
import { all } from "../wording.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { parseData } from "./parse-data.ts";
import { print } from "./print.ts";

interface SendFlags extends NodeFlags {
  readonly channel?: string;
  readonly data?: string;
  readonly as?: string;
  readonly json: boolean;
}

type Kind = "event" | "order" | "log";

/** Adds `kozo send`. */
export function addSend(program: Command): void {
  const verb = program.command("send")
    .description("send a message from a running node, as a role would")
    .addArgument(
      new Argument("<kind>", "what it is").choices(["event", "order", "log"]),
    )
    .argument("<type>", "its type; of a log its text")
    .option("--channel <label>", "what narrows the type down")
    .option("--data <yaml>", "what it carries, as YAML or JSON")
    .option("--as <name>", 'in the name of this role; default: "operator"')
    .option("--json", "say as one JSON object whom it has gone to", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo send order open --channel garage", "have the garage opened"],
      [`kozo send event tick --data '["Ping!", "12:00:00"]'`, "tick by hand"],
    ], [0, 1, 7, 8]),
  ).action(send);
}

async function send(kind: Kind, type: string, flags: SendFlags): Promise<void> {
  const { channel, data, as, json } = flags;
  if (kind === "log" && (channel !== undefined || data !== undefined)) {
    throw new UsageError(
      'Cannot send it: a log takes no "--channel" or "--data": leave them out',
    );
  }
  const content = kind === "log"
    ? { text: type }
    : { type, channel, data: parseData(data) };
  const answer = await askNode(flags, { ask: "send", kind, as, ...content });
  const audience = answer as Audience;
  print(json ? JSON.stringify(audience) : describeAudience(audience));
}

function describeAudience({ roles, nodes }: Audience): string {
  const parts = [
    ...roles.length === 0 ? [] : [`to ${all(roles)} of this node`],
    ...nodes.length === 0
      ? []
      : [`to the ${nodes.length === 1 ? "node" : "nodes"} ${all(nodes)}`],
  ];
  return parts.length === 0
    ? "Sent, but nobody who can be reached is interested in it"
    : `Sent ${parts.join(" and ")}`;
}
