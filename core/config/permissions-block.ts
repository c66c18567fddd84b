import {
  type Grant,
  PERMISSION_KINDS,
  type Permissions,
} from "../sandbox/permissions.ts";
import type { SandboxLimits } from "../sandbox/role-process.ts";
import type { OptionTable } from "./option-spec.ts";
import { isComplete, type Place, readOptions } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import { type Block, type Entry, isNothing } from "./tree.ts";
import { coveredSecret } from "../sandbox/secrets.ts";
import { quotePath } from "../wording.ts";

type Lists = Readonly<Record<keyof Permissions, readonly string[]>>;

/** What the `permissions` of a role take; each also takes `true` and `false`. */
export const PERMISSIONS_BLOCK = {
  net: {
    type: "list",
    default: [],
    description: "Hosts it may talk to: names or addresses, with or without " +
      "a port; an address of this machine also to listen at it",
  },
  read: {
    type: "paths",
    default: [],
    description: "Files and folders it may read, besides its module's folder",
  },
  write: {
    type: "paths",
    default: [],
    description: "Files and folders it may write",
  },
  env: {
    type: "list",
    default: [],
    description: "Environment variables it may read and set",
  },
  run: {
    type: "list",
    default: [],
    description: "Programs it may start; these may do everything",
  },
  ffi: {
    type: "paths",
    default: [],
    description: "Libraries it may load; these may do everything",
  },
  sys: {
    type: "list",
    default: [],
    description: "What it may ask the system, such as `hostname`",
  },
} as const satisfies OptionTable<Lists>;

/** What options of a role block that go with `permissions` are by default. */
export const SANDBOX_DEFAULTS = { watchdog: 30, memoryLimit: 256 };

/**
 * Reads what a role block says of its sandbox.
 *
 * @returns nothing when it has no `permissions`, and what else it says of a
 * sandbox was noted; `wrong` when something was wrong with them
 */
export function readSandbox(
  role: Entry,
  place: Place,
  context: ReadContext,
): SandboxLimits | "wrong" | undefined {
  const entries = role.value.kind === "block" ? role.value.entries : new Map();
  const permissions: Entry | undefined = entries.get("permissions");
  const limits = new Map(
    Object.keys(SANDBOX_DEFAULTS).map((name) => [name, entries.get(name)]),
  );
  if (permissions === undefined) return noteUseless(limits, place, context);
  // A key without a value is taken at its word: nothing is permitted.
  const block = isNothing(permissions.value)
    ? { kind: "block" as const, offset: permissions.offset, entries: new Map() }
    : permissions.value;
  // What else it may be is noted where the other options are.
  if (block.kind !== "block") return "wrong";
  const read = readPermissions(block, place, context);
  return read === undefined ? "wrong" : {
    permissions: read,
    secrets: context.privateKeys,
    watchdog: numberOf(entries.get("watchdog")) ?? SANDBOX_DEFAULTS.watchdog,
    memoryLimit: numberOf(entries.get("memoryLimit")) ??
      SANDBOX_DEFAULTS.memoryLimit,
  };
}

/** A number as it stands there; whether it will do is noted elsewhere. */
function numberOf(entry: Entry | undefined): number | undefined {
  const value = entry?.value.kind === "scalar" ? entry.value.value : undefined;
  return typeof value === "number" ? value : undefined;
}

function noteUseless(
  limits: ReadonlyMap<string, Entry | undefined>,
  place: Place,
  { problems }: ReadContext,
): undefined {
  for (const [name, entry] of limits) {
    if (entry === undefined) continue;
    problems.add(
      entry.offset,
      `"${name}" in ${place.name} does nothing without "permissions": add ` +
        '"permissions: {}" to run the role in a sandbox',
    );
  }
}

/**
 * Reads the permissions of a role.
 *
 * @returns nothing when something was wrong with them
 */
function readPermissions(
  block: Block,
  role: Place,
  context: ReadContext,
): Permissions | undefined {
  const place = { ...role, name: `"permissions" of ${role.name}` };
  const all = PERMISSION_KINDS.filter((kind) =>
    booleanOf(block.entries.get(kind)) === true
  );
  const entries = new Map(
    [...block.entries].filter(([name, entry]) =>
      !isKind(name) || booleanOf(entry) === undefined
    ),
  );
  const lists = readOptions<Lists>(
    { ...block, entries },
    PERMISSIONS_BLOCK,
    place,
    context,
  );
  if (!isComplete(lists, PERMISSIONS_BLOCK)) return undefined;
  const grant = (kind: keyof Permissions): Grant =>
    all.includes(kind) ? true : lists[kind];
  const secret = coveredSecret(grant("write"), context.privateKeys);
  if (secret !== undefined) {
    // Who may rename the folders that a file is in gets at the file.
    context.problems.add(
      block.entries.get("write")?.offset ?? block.offset,
      `"write" in ${place.name} covers the private key ${quotePath(secret)}: ` +
        "move the key, or permit other folders",
    );
    return undefined;
  }
  return {
    net: grant("net"),
    read: grant("read"),
    write: grant("write"),
    env: grant("env"),
    run: grant("run"),
    ffi: grant("ffi"),
    sys: grant("sys"),
  };
}

function isKind(name: string): boolean {
  return PERMISSION_KINDS.some((kind) => kind === name);
}

/** What stands for all of a kind, or for nothing of it. */
function booleanOf(entry: Entry | undefined): boolean | undefined {
  const value = entry?.value.kind === "scalar" ? entry.value.value : undefined;
  return typeof value === "boolean" ? value : undefined;
}
