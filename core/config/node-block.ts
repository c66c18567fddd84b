import type { ConnectPolicy, Settings } from "../model/settings.ts";
import { checkBlock, checkName } from "./checks.ts";
import type { NodeConfig } from "./config.ts";
import { type NodeModules, readRole, readTransport } from "./module-block.ts";
import type { OptionTable } from "./option-spec.ts";
import {
  isComplete,
  type Place,
  present,
  readOptions,
  right,
} from "./options.ts";
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

/** A node block that has been read, but for the blocks of its modules. */
export interface ReadNode {
  /** The node's key in the file. */
  readonly entry: Entry;
  /** Its public key, if that is right. */
  readonly publicKey: string | undefined;
  /** The root options as they hold for it. */
  readonly settings: Settings;
  /** Its options; a wrong one is left out. */
  readonly options: Partial<NodeOptions>;
}

/**
 * Reads a node block.
 *
 * @param main the options at the root of the file
 */
export function readNode(
  entry: Entry,
  main: Settings,
  context: ReadContext,
): ReadNode {
  const place: Place = {
    name: `node ${quote(entry.key)}`,
    offset: entry.offset,
    elsewhere: [ROOT],
  };
  checkName(entry, "node", context);
  if (!checkBlock(entry, context)) {
    return { entry, publicKey: undefined, settings: main, options: {} };
  }
  const options = readOptions<NodeOptions>(
    entry.value,
    NODE_BLOCK,
    place,
    context,
  );
  const { overrideMainConfiguration, publicKey } = options;
  const own = readOverride(overrideMainConfiguration, place, context);
  return { entry, publicKey, settings: { ...main, ...right(own) }, options };
}

/** Reads the roles and transports of a node; nothing if anything was wrong. */
export async function readModules(
  { entry, settings, options }: ReadNode,
  modules: NodeModules,
  context: ReadContext,
): Promise<NodeConfig | undefined> {
  const { key } = entry;
  const roles = await readEach(
    options.roles,
    (role) => readRole(role, key, modules, context),
  );
  const transports = await readEach(
    options.transports,
    (transport) => readTransport(transport, key, modules, context),
  );
  if (!isComplete(options, NODE_BLOCK)) return undefined;
  const { description, roleStorage } = options;
  return {
    ...present({ description, roleStorage }),
    name: key,
    privateKey: options.privateKey,
    publicKey: options.publicKey,
    selfToOthersConnectPolicy: options.selfToOthersConnectPolicy,
    othersToSelfConnectPolicy: options.othersToSelfConnectPolicy,
    settings,
    roles,
    transports,
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
