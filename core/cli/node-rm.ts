import type { Command } from "commander";
import { removeNode } from "../config/edit/edit-nodes.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { quote, quotePath } from "../wording.ts";
import { othersHints } from "./copy-hints.ts";
import { EditableConfig } from "./edit-config.ts";
import { examples } from "./examples.ts";
import { namedNode } from "./named-node.ts";
import { configOption } from "./node-arguments.ts";
import { print } from "./print.ts";

/** Adds `kozo node rm`. */
export function addNodeRm(node: Command, registry: ModuleRegistry): void {
  node.command("rm")
    .description("remove a node; files of its own are left alone")
    .argument("<node>", "what it is called")
    .addOption(configOption())
    .addHelpText("after", HELP)
    .action((name: string, { config }: { config: string }) =>
      remove(name, config, registry)
    );
}

async function remove(
  name: string,
  file: string,
  registry: ModuleRegistry,
): Promise<void> {
  const config = await EditableConfig.open(file, registry);
  namedNode(config, name);
  if (config.nodes.size === 1) {
    throw new UsageError(
      `Cannot remove ${quote(name)}: ${quotePath(file)} has no other node, ` +
        "and needs one",
    );
  }
  const text = removeNode(config.text, name);
  await config.check(text);
  await config.save(text);
  print(`Removed ${quote(name)} from ${file}`);
  print((await othersHints(config, name)).join("\n"));
}

const HELP = `
Nodes refuse a removed one once they run with the new file.
` + examples([
  ["kozo node rm scribe", "removes it from config.yml"],
  ["kozo node rm scribe --config house.yml", "removes it from house.yml"],
], [0, 1, 2, 3, 4]);
