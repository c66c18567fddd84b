import type { Command } from "commander";
import { addNode } from "../config/edit/edit-nodes.ts";
import { nodeText } from "../config/edit/node-text.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { quote, quotePath } from "../wording.ts";
import { copyHints } from "./copy-hints.ts";
import { EditableConfig } from "./edit-config.ts";
import { examples } from "./examples.ts";
import {
  checkNodeName,
  collectAddresses,
  configOption,
  parsePort,
} from "./node-arguments.ts";
import { type KeyFlags, keyOptions, makeNodeKey, withKey } from "./node-key.ts";
import { nodePlace } from "./node-place.ts";
import { print } from "./print.ts";
import type { Starter } from "./starter.ts";

interface AddFlags extends KeyFlags {
  readonly address?: readonly string[];
  readonly port?: number;
  readonly role?: readonly string[];
}

/** Adds `kozo node add`. */
export function addNodeAdd(
  node: Command,
  registry: ModuleRegistry,
  starter: Starter,
): void {
  const collect = (text: string, before: readonly string[] = []) => [
    ...before,
    text,
  ];
  const [keyOut, publicKey] = keyOptions();
  const verb = node.command("add")
    .description("add a node, with a key of its own")
    .argument("<name>", "what it is called")
    .option(
      "--address <address>",
      "where others reach it; several: with commas",
      collectAddresses,
    )
    .option("--port <port>", "where it listens", parsePort)
    .option("--role <role>", "a role that it has; several times", collect)
    .addOption(configOption());
  for (const option of [keyOut, publicKey]) {
    if (option !== undefined) verb.addOption(option);
  }
  verb.addHelpText("after", HELP)
    .action((name: string, flags: AddFlags) =>
      add(name, flags, registry, starter)
    );
}

async function add(
  name: string,
  flags: AddFlags,
  registry: ModuleRegistry,
  starter: Starter,
): Promise<void> {
  checkNodeName(name);
  const config = await EditableConfig.open(flags.config, registry);
  if (config.nodes.has(name)) {
    throw new UsageError(
      `${quotePath(flags.config)} has a node ${quote(name)} already: choose ` +
        'another name, or give that one another key by "kozo node rekey"',
    );
  }
  const { role = [] } = flags;
  const place = nodePlace(flags.address ?? [], flags.port);
  const key = await makeNodeKey(name, flags);
  await withKey(key, async () => {
    const block = nodeText({
      name,
      privateKey: `${name}.key`,
      publicKey: key.publicKey,
      roleStorage: "storage",
      roles: role.map((type) => `${type}:\n`).join(""),
      transport: starter.transport,
      ...place,
    });
    const text = addNode(config.text, name, block);
    await config.check(text, name);
    await config.save(text);
  });
  print(`Added ${quote(name)} to ${flags.config}`);
  const { address } = place;
  print(await copyHints(config, { name, address, key: key.path }));
}

const HELP = examples([
  [
    "kozo node add scribe --address 192.168.1.21 --role cuckoo",
    "a node with a role, and a key that is made here",
  ],
  [
    'kozo node add porch --public-key "ssh-ed25519 AAAA…"',
    "made on porch itself",
  ],
], [0, 1, 2, 3]);
