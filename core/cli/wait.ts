import type { Command } from "commander";
import {
  AmbiguousNodeError,
  ControlError,
  NegativeAnswer,
} from "../control/errors.ts";
import { messageOf } from "../text.ts";
import { quote } from "../wording.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { print } from "./print.ts";
import { duration } from "../quantities.ts";
import { parseSeconds } from "./seconds.ts";

interface WaitFlags extends NodeFlags {
  readonly peer?: string;
  readonly timeout: number;
  readonly json: boolean;
}

/** What a node says when it is as it was waited for. */
interface Ready {
  readonly node: string;
  readonly peer: string | null;
}

/** Milliseconds between two looks for a node that does not run yet. */
const GLANCE = 100;

/** Adds `kozo wait`. */
export function addWait(program: Command): void {
  const verb = program.command("wait")
    .description("wait until a node runs, or is linked with another")
    .option("--peer <name>", "until it is linked with this node")
    .option("--timeout <s>", "seconds to wait at most", parseSeconds, 60)
    .option("--json", "say as one JSON object what has come", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo wait", "until the only node here runs"],
      ["kozo wait --peer scribe --timeout 30", "until it is linked"],
    ], [0, 1, 7, 8]),
  ).action(wait);
}

async function wait(flags: WaitFlags): Promise<void> {
  const { peer, timeout, json } = flags;
  const late = AbortSignal.timeout(timeout * 1000);
  const ready = await untilReady(flags, late);
  const text = peer === undefined
    ? `${quote(ready.node)} runs`
    : `${quote(ready.node)} is linked with ${quote(peer)}`;
  print(json ? JSON.stringify(ready) : text);
}

async function untilReady(
  flags: WaitFlags,
  late: AbortSignal,
): Promise<Ready> {
  let obstacle = "";
  while (!late.aborted) {
    try {
      const question = { ask: "wait", peer: flags.peer };
      return await askNode(flags, question, late) as Ready;
    } catch (error) {
      if (error instanceof AmbiguousNodeError) throw error;
      if (!(error instanceof ControlError)) {
        if (late.aborted) break;
        throw error;
      }
      obstacle = messageOf(error);
      await new Promise((resolve) => setTimeout(resolve, GLANCE));
    }
  }
  const { peer, timeout } = flags;
  const wanted = peer === undefined ? "a node" : `a link with ${quote(peer)}`;
  throw new NegativeAnswer(
    `Waited ${duration(timeout)} in vain for ${wanted}` +
      (obstacle === "" ? whatNext(peer) : `: ${obstacle}`),
  );
}

function whatNext(peer: string | undefined): string {
  return peer === undefined
    ? ": it does not answer; see its log"
    : `: "kozo doctor ${peer}" finds out why there is none`;
}
