import type { Command } from "commander";
import type { ModuleRegistry } from "../modules/registry.ts";
import { examples } from "./examples.ts";
import { addNodeAdd } from "./node-add.ts";
import { addNodeRekey } from "./node-rekey.ts";
import { addNodeRm } from "./node-rm.ts";
import type { Starter } from "./starter.ts";

/** Adds `kozo node` with what it can do to the nodes of a configuration. */
export function addNode(
  program: Command,
  registry: ModuleRegistry,
  starter: Starter,
): void {
  const node = program.command("node")
    .description("add, remove or rekey nodes")
    .addHelpText("after", HELP);
  addNodeAdd(node, registry, starter);
  addNodeRm(node, registry);
  addNodeRekey(node, registry);
}

const HELP = `
Comments, order and layout of the file stay. All machines need the new file.
` + examples([
  ["kozo node add scribe --address 192.168.1.21", "a new node, with a key"],
  ["kozo node rm scribe", "the others refuse it then"],
], [0, 1, 2, 3, 4]);
