import type { Settings } from "../model/settings.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { NO_PATHS } from "../modules/paths.ts";
import type { NodeConfig, SystemConfig } from "./config.ts";
import {
  NODE_BLOCK,
  readModules,
  type ReadNode,
  readNode,
} from "./node-block.ts";
import type { OptionTable } from "./option-spec.ts";
import { readOptions, right } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import { DEFAULT_SETTINGS, SETTINGS } from "./settings.ts";
import { type Block, entriesOf, isNothing, type Value } from "./tree.ts";
import { quote } from "../wording.ts";
import { describe } from "./describe.ts";

interface RootOptions extends Settings {
  readonly system: Block;
}

/** What the root of the file takes. */
export const ROOT_BLOCK = {
  system: { type: "block", description: "The nodes of the network, by name" },
  ...SETTINGS,
} as const satisfies OptionTable<RootOptions>;

/**
 * Reads all of a file: the nodes by name, as far as nothing is wrong.
 *
 * @param self the node whose modules have to be here; default: all nodes
 */
export async function readRoot(
  root: Value,
  registry: ModuleRegistry,
  self: string | undefined,
  context: ReadContext,
): Promise<Pick<SystemConfig, "nodes" | "library">> {
  if (root.kind !== "block" && !isNothing(root)) {
    context.problems.add(
      root.offset,
      `The file holds ${describe(root)}, expected a block of options`,
    );
    return { nodes: new Map(), library: registry.open(NO_PATHS) };
  }
  const place = {
    name: "the configuration",
    offset: root.offset,
    elsewhere: [{ table: NODE_BLOCK, where: 'into a node below "system"' }],
  };
  const options = readOptions<RootOptions>(root, ROOT_BLOCK, place, context);
  const { system, ...main } = options;
  if (system?.entries.size === 0) {
    context.problems.add(system.offset, '"system" has no nodes, expected one');
  }
  const settings = { ...DEFAULT_SETTINGS, ...right(main) };
  const read = (system ? entriesOf(system) : [])
    .map((node) => readNode(node, settings, context));
  noteSharedKeys(read, context);
  // The folders are those of this machine, so those that its node has.
  const here = read.find(({ entry }) => entry.key === self);
  const library = registry.open(here?.settings ?? settings);
  const configs = await Promise.all(read.map((node) =>
    readModules(node, {
      library,
      isOwn: self === undefined || node === here,
    }, context)
  ));
  return { nodes: byName(configs), library };
}

/** A key is what a node is known by, so that no two can have the same one. */
function noteSharedKeys(
  nodes: readonly ReadNode[],
  context: ReadContext,
): void {
  const owners = new Map<string, string>();
  for (const { entry, publicKey } of nodes) {
    if (publicKey === undefined) continue;
    const owner = owners.get(publicKey);
    if (owner === undefined) owners.set(publicKey, entry.key);
    else {
      context.problems.add(
        entry.offset,
        `Node ${quote(entry.key)} has the public key of node ${quote(owner)}` +
          ": each node needs a key of its own",
      );
    }
  }
}

function byName(
  configs: readonly (NodeConfig | undefined)[],
): Map<string, NodeConfig> {
  const map = new Map<string, NodeConfig>();
  for (const config of configs) {
    if (config !== undefined) map.set(config.name, config);
  }
  return map;
}
