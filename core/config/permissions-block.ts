import {
  type Grant,
  PERMISSION_KINDS,
  type Permissions,
} from "../sandbox/permissions.ts";
import type { OptionTable } from "./option-spec.ts";
import { isComplete, type Place, readOptions } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import type { Block, Entry } from "./tree.ts";

type Lists = Readonly<Record<keyof Permissions, readonly string[]>>;

/** What the `permissions` of a role take; each also takes `true`, for all. */
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

/**
 * Reads the permissions of a role.
 *
 * @returns nothing when something was wrong with them
 */
export function readPermissions(
  block: Block,
  role: Place,
  context: ReadContext,
): Permissions | undefined {
  const place = { ...role, name: `"permissions" of ${role.name}` };
  const all = PERMISSION_KINDS.filter((kind) =>
    isTrue(block.entries.get(kind))
  );
  const entries = new Map(
    [...block.entries].filter(([name]) => !all.some((kind) => kind === name)),
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

function isTrue(entry: Entry | undefined): boolean {
  return entry?.value.kind === "scalar" && entry.value.value === true;
}
