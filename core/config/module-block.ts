import { KozoError } from "../errors.ts";
import { fillPlaceholder } from "../model/names.ts";
import type { ModuleInfo } from "../modules/info.ts";
import type { Library } from "../modules/library.ts";
import type { Shelf } from "../modules/shelf.ts";
import { describeInSandbox } from "../sandbox/describe.ts";
import { NO_PERMISSIONS } from "../sandbox/permissions.ts";
import type { SandboxLimits } from "../sandbox/role-process.ts";
import type { ModulePlace } from "../sandbox/words.ts";
import { checkBlock, checkName } from "./checks.ts";
import type { BlockConfig, RoleConfig } from "./config.ts";
import type { OptionTable } from "./option-spec.ts";
import { isComplete, type Place, present, readOptions } from "./options.ts";
import { readSandbox, SANDBOX_DEFAULTS } from "./permissions-block.ts";
import { noteMisfits } from "./note-misfits.ts";
import type { ReadContext } from "./reading.ts";
import { ROOT } from "./settings.ts";
import { type Block, type Entry, isNothing, type Value } from "./tree.ts";
import { readValue } from "./values.ts";
import { quote } from "../wording.ts";

const DAY = 24 * 60 * 60;

interface BlockOptions {
  readonly type: string | null;
  readonly description: string | null;
}

interface RoleOptions extends BlockOptions {
  readonly messageQueueLength: number | null;
  readonly messageQueueSize: number | null;
  readonly permissions: Block | null;
  readonly watchdog: number | null;
  readonly memoryLimit: number | null;
}

/** What every transport block takes, on top of its module's options. */
export const TRANSPORT_BLOCK = {
  type: {
    type: "string",
    default: null,
    description: "The module to use; default: the one named as the block",
  },
  description: {
    type: "string",
    default: null,
    description: "What it is for, for whoever reads the file",
  },
} as const satisfies OptionTable<BlockOptions>;

/** What every role block takes, on top of its module's options. */
export const ROLE_BLOCK = {
  ...TRANSPORT_BLOCK,
  messageQueueLength: {
    type: "integer",
    default: null,
    minimum: 1,
    maximum: 1_000_000,
    description: "Messages that wait for the role at most",
  },
  messageQueueSize: {
    type: "integer",
    default: null,
    minimum: 1,
    maximum: 1024 * 1024 * 1024,
    description: "Bytes that wait for the role at most",
  },
  permissions: {
    type: "block",
    default: null,
    description: "What the role may do; it runs in a sandbox then",
  },
  watchdog: {
    type: "number",
    default: null,
    minimum: 0.1,
    maximum: DAY,
    description: "Seconds that the sandbox may give no sign of life",
  },
  memoryLimit: {
    type: "integer",
    default: null,
    // It takes 65 before the role has done anything.
    minimum: 96,
    maximum: 1024 * 1024,
    description: "MB that the sandbox may take",
  },
} as const satisfies OptionTable<RoleOptions>;

/** The modules that the blocks of a node may use. */
export interface NodeModules {
  readonly library: Library;
  /** Whether they have to be here: the node is the one that is to run. */
  readonly isOwn: boolean;
}

/** Roles or transports: what their blocks take, and which modules there are. */
interface ModuleKind<Common> {
  readonly common: OptionTable<Common>;
  readonly shelf: Shelf;
  readonly isOwn: boolean;
  /** Gives the metadata of a type, if there is such a module. */
  load(type: string): Promise<ModuleInfo | undefined>;
}

/** Reads a role block of a node; nothing if something was wrong with it. */
export async function readRole(
  entry: Entry,
  node: string,
  modules: NodeModules,
  context: ReadContext,
): Promise<RoleConfig | undefined> {
  const place = placeOf(entry, "role", node);
  const sandbox = readSandbox(entry, place, context);
  const shelf = modules.library.roles;
  const role = await readModuleBlock<RoleOptions>(entry, node, {
    common: ROLE_BLOCK,
    shelf,
    isOwn: modules.isOwn,
    load: (type) =>
      sandbox === undefined
        ? loadInfo(shelf, type)
        : describeRole(type, modules, sandbox, context),
  }, context);
  if (role === undefined || sandbox === "wrong") return undefined;
  const { permissions: _, watchdog: __, memoryLimit: ___, ...rest } = role;
  if (sandbox === undefined) return rest;
  const module = await locateRole(role.type, modules);
  return { ...rest, sandbox: { ...sandbox, ...(module && { module }) } };
}

/** Reads a transport block of a node; nothing if something was wrong with it. */
export async function readTransport(
  entry: Entry,
  node: string,
  { library, isOwn }: NodeModules,
  context: ReadContext,
): Promise<BlockConfig | undefined> {
  const shelf = library.transports;
  return await readModuleBlock<BlockOptions>(entry, node, {
    common: TRANSPORT_BLOCK,
    shelf,
    isOwn,
    load: (type) => loadInfo(shelf, type),
  }, context);
}

async function loadInfo(
  shelf: Shelf,
  type: string,
): Promise<ModuleInfo | undefined> {
  return (await shelf.load(type))?.info;
}

/** The metadata of a role that runs in a sandbox, and is loaded only there. */
async function describeRole(
  type: string,
  modules: NodeModules,
  limits: SandboxLimits | "wrong",
  { privateKeys: secrets }: ReadContext,
): Promise<ModuleInfo | undefined> {
  const module = await locateRole(type, modules);
  const { environment } = modules.library;
  const permissions = NO_PERMISSIONS;
  const strictest = { permissions, secrets, ...SANDBOX_DEFAULTS };
  return module && describeInSandbox(
    module,
    limits === "wrong" ? strictest : limits,
    environment,
  );
}

/** Where this node has the module of a role that runs in a sandbox. */
async function locateRole(
  type: string,
  { library, isOwn }: NodeModules,
): Promise<ModulePlace | undefined> {
  const file = isOwn ? await library.roles.locate(type) : undefined;
  return file === undefined ? undefined : { file, paths: library.paths };
}

function placeOf(entry: Entry, noun: string, node: string): Place {
  return {
    name: `${noun} ${quote(entry.key)} of node ${quote(node)}`,
    offset: entry.offset,
    elsewhere: [ROOT],
  };
}

async function readModuleBlock<Common extends BlockOptions>(
  entry: Entry,
  node: string,
  kind: ModuleKind<Common>,
  context: ReadContext,
) {
  const { noun } = kind.shelf;
  const place = placeOf(entry, noun, node);
  checkName(entry, noun, context);
  if (!checkBlock(entry, context)) return undefined;
  const type = typeOf(entry, context);
  if (!type) return undefined;
  const info = await findModule(type, kind, context);
  if (!info && kind.isOwn) return undefined;
  const own: OptionTable = info ? fillDefaults(info, entry.key, node) : {};
  const table: OptionTable = { ...own, ...kind.common };
  // Nobody here knows what the options of a module are that is not here.
  const value = info ? entry.value : only(kind.common, entry.value);
  const options = readOptions(value, table, place, context);
  // A module is never given options that it has found wrong.
  const fits = !info || context.isDraft ||
    noteMisfits(info, own, pick(options, own), entry, kind.isOwn, context);
  if (!fits || !isComplete(options, table)) return undefined;
  return {
    name: entry.key,
    // What was read by the common table has the type that goes with it.
    ...present(pick(options, kind.common) as Common),
    type: type.text,
    options: pick(options, own),
  };
}

/** A block without the options that are not in a table. */
function only(table: object, value: Value): Value {
  if (value.kind !== "block") return value;
  const entries = [...value.entries]
    .filter(([name]) => Object.hasOwn(table, name));
  return { ...value, entries: new Map(entries) };
}

interface LocatedType {
  readonly text: string;
  readonly offset: number;
  /** Whether the block has no `type`, so that its name has to do. */
  readonly isName: boolean;
}

/** What a block's `type` says, or else its name. */
function typeOf(entry: Entry, context: ReadContext): LocatedType | undefined {
  const { value } = entry;
  const type = value.kind === "block" ? value.entries.get("type") : undefined;
  if (type === undefined || isNothing(type.value)) {
    return { text: entry.key, offset: entry.offset, isName: true };
  }
  const text = readValue(type, TRANSPORT_BLOCK.type, context);
  return typeof text === "string"
    ? { text, offset: type.value.offset, isName: false }
    : undefined;
}

/** The metadata of a type; what keeps a node that needs it from it is noted. */
async function findModule<Common>(
  { text, offset, isName }: LocatedType,
  { shelf, isOwn, load }: ModuleKind<Common>,
  { problems }: ReadContext,
): Promise<ModuleInfo | undefined> {
  try {
    if (isOwn) await shelf.assertUnshadowed(text);
    const info = await load(text);
    if (info !== undefined) return info;
    if (isOwn) problems.add(offset, await shelf.whyUnknown(text, isName));
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    if (isOwn) problems.add(offset, error.message);
  }
  return undefined;
}

/** The options of a module with real names where its defaults stand for some. */
export function fillDefaults(
  info: ModuleInfo,
  name: string,
  node: string,
): OptionTable {
  return Object.fromEntries(
    Object.entries(info.config).map(([option, spec]) => [
      option,
      Object.hasOwn(spec, "default")
        ? { ...spec, default: fillPlaceholder(spec.default, name, node) }
        : spec,
    ]),
  ) as OptionTable;
}

function pick(
  options: Readonly<Record<string, unknown>>,
  table: object,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(table).map((name) => [name, options[name]]),
  );
}
