import type { ConnectPolicy, Settings } from "../model/settings.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { checkBlock, checkName } from "./checks.ts";
import type { NodeConfig } from "./config.ts";
import { readRole, readTransport } from "./module-block.ts";
import type { OptionTable } from "./option-spec.ts";
import { isComplete, type Place, present, readOptions } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import { readOverride, ROOT } from "./settings.ts";
import { type Block, entriesOf, type Entry } from "./tree.ts";
import { quote } from "../wording.ts";

interface NodeOptions {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly description: string | null;
  readonly roleStorage: string | null;
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  readonly othersToSelfConnectPolicy: ConnectPolicy;
  readonly overrideMainConfiguration: Block | null;
  readonly roles: Block | null;
  readonly transports: Block | null;
}

const POLICIES = [
  "constant",
  "ondemand",
  "never",
] as const satisfies readonly ConnectPolicy[];

/** What a node block takes. */
export const NODE_BLOCK = {
  privateKey: {
    type: "path",
    description: "Path of the node's private key, on the node itself",
  },
  publicKey: {
    type: "publicKey",
    description: "The public half of the private key: the content of its file",
  },
  description: {
    type: "string",
    default: null,
    description: "What it is for, for whoever reads the file",
  },
  roleStorage: {
    type: "path",
    default: null,
    description: "Folder where the node's roles keep what they store",
  },
  selfToOthersConnectPolicy: {
    default: "constant",
    choices: POLICIES,
    description: "When the node connects to others",
  },
  othersToSelfConnectPolicy: {
    default: "constant",
    choices: POLICIES,
    description: "When others connect to the node",
  },
  overrideMainConfiguration: {
    type: "block",
    default: null,
    description: "Options of the root that are different for this node",
  },
  roles: {
    type: "block",
    default: null,
    description: "The node's roles, by name",
  },
  transports: {
    type: "block",
    default: null,
    description: "The node's transports, by name",
  },
} as const satisfies OptionTable<NodeOptions>;

/** A node block that has been read, as far as that was possible. */
export interface ReadNode {
  /** The node's key in the file. */
  readonly entry: Entry;
  /** Its public key, if that is right. */
  readonly publicKey: string | undefined;
  /** All of it, if nothing was wrong. */
  readonly config: NodeConfig | undefined;
}

/**
 * Reads a node block and all blocks in it.
 *
 * @param main the options at the root of the file
 */
export async function readNode(
  entry: Entry,
  main: Settings,
  registry: ModuleRegistry,
  context: ReadContext,
): Promise<ReadNode> {
  const place = {
    name: `node ${quote(entry.key)}`,
    offset: entry.offset,
    elsewhere: [ROOT],
  };
  checkName(entry, "node", context);
  if (!checkBlock(entry, context)) {
    return { entry, publicKey: undefined, config: undefined };
  }
  const options = readOptions<NodeOptions>(
    entry.value,
    NODE_BLOCK,
    place,
    context,
  );
  const inner = await readInnerBlocks(
    options,
    place,
    entry.key,
    registry,
    context,
  );
  const config = isComplete(options, NODE_BLOCK)
    ? toConfig(entry.key, options, main, inner)
    : undefined;
  return { entry, publicKey: options.publicKey, config };
}

interface InnerBlocks extends Pick<NodeConfig, "roles" | "transports"> {
  readonly override: Partial<Settings>;
}

async function readInnerBlocks(
  options: Partial<NodeOptions>,
  place: Place,
  node: string,
  registry: ModuleRegistry,
  context: ReadContext,
): Promise<InnerBlocks> {
  const { overrideMainConfiguration, roles, transports } = options;
  return {
    override: readOverride(overrideMainConfiguration, place, context),
    roles: await readEach(
      roles,
      (entry) => readRole(entry, node, registry, context),
    ),
    transports: await readEach(
      transports,
      (entry) => readTransport(entry, node, registry, context),
    ),
  };
}

/** What could be read of the blocks in a block. */
async function readEach<T>(
  block: Block | null | undefined,
  read: (entry: Entry) => Promise<T | undefined>,
): Promise<T[]> {
  if (!block) return [];
  const all = await Promise.all(entriesOf(block).map(read));
  return all.filter((one) => one !== undefined);
}

function toConfig(
  name: string,
  options: NodeOptions,
  main: Settings,
  inner: InnerBlocks,
): NodeConfig {
  const { description, roleStorage } = options;
  return {
    ...present({ description, roleStorage }),
    name,
    privateKey: options.privateKey,
    publicKey: options.publicKey,
    selfToOthersConnectPolicy: options.selfToOthersConnectPolicy,
    othersToSelfConnectPolicy: options.othersToSelfConnectPolicy,
    settings: { ...main, ...inner.override },
    roles: inner.roles,
    transports: inner.transports,
  };
}
