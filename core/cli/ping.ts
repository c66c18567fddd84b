import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Pong } from "../link/pings.ts";
import { quote } from "../wording.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { print } from "./print.ts";
import { latency } from "../quantities.ts";
import { describeSkew, SKEW } from "./status-text.ts";

interface PingFlags extends NodeFlags {
  readonly count: number;
  readonly json: boolean;
}

/** Seconds between two pings. */
const PERIOD = 1;

/** Adds `kozo ping`. */
export function addPing(program: Command): void {
  const verb = program.command("ping")
    .description("have a node answer over the link to it")
    .argument("<peer>", "the node that is to answer")
    .option("--count <n>", "how often, a second apart", parseCount, 1)
    .option("--json", "a JSON object a line", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo ping scribe", "one answer"],
      ["kozo ping scribe --node clock --count 10", "ten, asked by clock"],
    ], [0, 1, 7, 8]),
  ).action(ping);
}

async function ping(peer: string, flags: PingFlags): Promise<void> {
  for (let number = 1; number <= flags.count; number++) {
    if (number > 1) await new Promise((go) => setTimeout(go, PERIOD * 1000));
    const pong = await askNode(flags, { ask: "ping", peer }) as Pong;
    print(
      flags.json
        ? JSON.stringify({ peer, ...pong })
        : `${quote(peer)} has answered in ${describePong(pong)}`,
    );
  }
}

function describePong({ roundTrip, clockSkew }: Pong): string {
  const time = latency(roundTrip);
  return Math.abs(clockSkew) < SKEW
    ? time
    : `${time}; its clock is ${describeSkew(clockSkew)}`;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1e6) return count;
  throw new InvalidArgumentError("Expected a whole number from 1 to 1000000");
}
