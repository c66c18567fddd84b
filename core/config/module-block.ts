import { KozoError } from "../errors.ts";
import { fillPlaceholder } from "../model/names.ts";
import type { ModuleInfo } from "../modules/info.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { checkBlock, checkName } from "./checks.ts";
import type { BlockConfig, RoleConfig } from "./config.ts";
import type { OptionTable } from "./option-spec.ts";
import { isComplete, type Place, present, readOptions } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import { ROOT } from "./settings.ts";
import { type Entry, isNothing } from "./tree.ts";
import { readValue } from "./values.ts";
import { all, doubt, quote, remedy } from "../wording.ts";

interface BlockOptions {
  readonly type: string | null;
  readonly description: string | null;
}

interface RoleOptions extends BlockOptions {
  readonly messageQueueLength: number | null;
  readonly messageQueueSize: number | null;
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
} as const satisfies OptionTable<RoleOptions>;

/** Roles or transports: what their blocks take, and which modules there are. */
interface ModuleKind<Common> {
  readonly noun: "role" | "transport";
  readonly common: OptionTable<Common>;
  readonly types: readonly string[];
  find(type: string): Promise<ModuleInfo | undefined>;
}

/** Reads a role block of a node; nothing if something was wrong with it. */
export async function readRole(
  entry: Entry,
  node: string,
  registry: ModuleRegistry,
  context: ReadContext,
): Promise<RoleConfig | undefined> {
  return await readModuleBlock<RoleOptions>(entry, node, {
    noun: "role",
    common: ROLE_BLOCK,
    types: registry.roleTypes,
    find: (type) => registry.role(type),
  }, context);
}

/** Reads a transport block of a node; nothing if something was wrong with it. */
export async function readTransport(
  entry: Entry,
  node: string,
  registry: ModuleRegistry,
  context: ReadContext,
): Promise<BlockConfig | undefined> {
  return await readModuleBlock<BlockOptions>(entry, node, {
    noun: "transport",
    common: TRANSPORT_BLOCK,
    types: registry.transportTypes,
    find: (type) => registry.transport(type),
  }, context);
}

async function readModuleBlock<Common extends BlockOptions>(
  entry: Entry,
  node: string,
  kind: ModuleKind<Common>,
  context: ReadContext,
) {
  const place: Place = {
    name: `${kind.noun} ${quote(entry.key)} of node ${quote(node)}`,
    offset: entry.offset,
    elsewhere: [ROOT],
  };
  checkName(entry, kind.noun, context);
  if (!checkBlock(entry, context)) return undefined;
  const type = typeOf(entry, context);
  const info = type && await findModule(type, kind, context);
  if (!type || !info) return undefined;
  const own = fillDefaults(info, entry.key, node);
  const table: OptionTable = { ...own, ...kind.common };
  const options = readOptions(entry.value, table, place, context);
  if (!isComplete(options, table)) return undefined;
  return {
    name: entry.key,
    // What was read by the common table has the type that goes with it.
    ...present(pick(options, kind.common) as Common),
    type: type.text,
    options: pick(options, own),
  };
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

async function findModule<Common>(
  type: LocatedType,
  kind: ModuleKind<Common>,
  context: ReadContext,
): Promise<ModuleInfo | undefined> {
  try {
    const info = await kind.find(type.text);
    if (info !== undefined) return info;
    context.problems.add(type.offset, whyUnknown(type, kind));
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    context.problems.add(type.offset, error.message);
  }
  return undefined;
}

function whyUnknown<Common>(
  { text, isName }: LocatedType,
  { noun, types }: ModuleKind<Common>,
): string {
  const name = quote(text);
  if (!isName) return `Unknown ${noun} type ${name}${remedy(text, types)}`;
  const block = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${name}`;
  return `${block} has no "type", and ${name} is none` +
    (types.length === 0 ? ", there are none" : `: add one of ${all(types)}`) +
    doubt(text, types);
}

/** The options of a module with real names where its defaults stand for some. */
function fillDefaults(
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
