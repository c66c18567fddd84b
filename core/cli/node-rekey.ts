import type { Command } from "commander";
import { basename } from "node:path";
import { rekeyNode } from "../config/edit/edit-nodes.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { quote } from "../wording.ts";
import { othersHints } from "./copy-hints.ts";
import { EditableConfig } from "./edit-config.ts";
import { examples } from "./examples.ts";
import { namedNode } from "./named-node.ts";
import { configOption } from "./node-arguments.ts";
import { type KeyFlags, keyOptions, makeNodeKey, withKey } from "./node-key.ts";
import { print } from "./print.ts";

/** Adds `kozo node rekey`. */
export function addNodeRekey(node: Command, registry: ModuleRegistry): void {
  const verb = node.command("rekey")
    .description("give a node another key")
    .argument("<node>", "what it is called")
    .addOption(configOption());
  for (const option of keyOptions()) verb.addOption(option);
  verb.addHelpText("after", HELP)
    .action((name: string, flags: KeyFlags) => rekey(name, flags, registry));
}

async function rekey(
  name: string,
  flags: KeyFlags,
  registry: ModuleRegistry,
): Promise<void> {
  const config = await EditableConfig.open(flags.config, registry);
  namedNode(config, name);
  const key = await makeNodeKey(name, flags);
  await withKey(key, async () => {
    const text = rekeyNode(config.text, name, key.publicKey);
    await config.check(text);
    await config.save(text);
  });
  print(`Changed the key of ${quote(name)} in ${flags.config}`);
  print(ownHint(basename(flags.config), key.path));
  for (const line of othersHints(config, name)) print(line);
}

/** What the node itself needs: a running one keeps the key it has. */
function ownHint(file: string, key: string | undefined): string {
  return key === undefined
    ? `That node needs the new ${file}, and a new start`
    : `Put ${key} on that node, in the place of the key it has, and the new ` +
      `${file}; then start it anew`;
}

const HELP = `
The key that it has is not overwritten: the new one goes to another folder.
` + examples([
  ["kozo node rekey clock --key-out new", "makes new/clock.key"],
  ['kozo node rekey clock --public-key "ssh-ed25519 AAAA…"', "one of its own"],
], [0, 1, 2, 3, 4]);
