import type { Command } from "commander";
import { ask, type Asked } from "../control/ask.ts";
import { findSocket } from "../control/find-node.ts";
import { placeVariables } from "../control/places.ts";

/** Which running node a verb is about. */
export interface NodeFlags {
  readonly node?: string;
  readonly control?: string;
}

/** Adds the options by which a user says which running node he means. */
export function addNodeOptions(verb: Command): Command {
  return verb
    .option("--node <name>", "the running node to ask; default: the only one")
    .option("--control <path>", "the socket of the node to ask");
}

/**
 * Asks the running node that a user means.
 *
 * @returns the end of the answer
 * @throws {KozoError} when there is none, or its answer is no
 */
export async function askNode(
  { node, control }: NodeFlags,
  question: Asked,
  signal: AbortSignal = new AbortController().signal,
  onItem: (item: unknown) => void | Promise<void> = () => {},
): Promise<unknown> {
  const path = await findSocket({ node, control }, placeVariables());
  return await ask(path, question, onItem, signal);
}
