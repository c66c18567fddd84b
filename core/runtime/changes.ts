import { isDeepStrictEqual } from "node:util";
import type {
  BlockConfig,
  NodeConfig,
  RoleConfig,
  SystemConfig,
} from "../config/config.ts";
import { findNode } from "./system-builder.ts";

/** Names of things that come, go, and become others. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** In what a configuration differs from the one before, for one node. */
export interface Changes {
  /** The other nodes. */
  readonly nodes: Difference;
  /** The node's own roles. */
  readonly roles: Difference;
  /** The node's own transports. */
  readonly transports: Difference;
  /** Options that count only once the node is started anew. */
  readonly restart: readonly string[];
}

/** Options of a node that its links and its storage are made with. */
const LASTING = [
  "privateKey",
  "publicKey",
  "roleStorage",
  "selfToOthersConnectPolicy",
  "othersToSelfConnectPolicy",
] as const satisfies readonly (keyof NodeConfig)[];

/** Options of another node that a link to it depends on. */
const IDENTITY = [
  "publicKey",
  "selfToOthersConnectPolicy",
  "othersToSelfConnectPolicy",
] as const satisfies readonly (keyof NodeConfig)[];

/**
 * Compares what a node runs by with a configuration.
 *
 * @param self name of the node
 * @throws {UnknownNodeError} when one of the two has no such node
 */
export function compareConfigs(
  before: SystemConfig,
  after: SystemConfig,
  self: string,
): Changes {
  const [old, now] = [findNode(before, self), findNode(after, self)];
  const others = ({ nodes }: SystemConfig) =>
    [...nodes.values()].filter(({ name }) => name !== self);
  return {
    nodes: compare(others(before), others(after), isSameNode),
    roles: compare(old.roles, now.roles, isSameRole),
    transports: compare(old.transports, now.transports, isSameBlock),
    restart: [
      ...LASTING.filter((name) => old[name] !== now[name]),
      ...differingSettings(old, now),
    ],
  };
}

/** Whether two nodes have the same key and policies: a link may stay. */
export function isSameIdentity(one: NodeConfig, other: NodeConfig): boolean {
  return IDENTITY.every((name) => one[name] === other[name]);
}

/** Whether two configurations are the same for a node. */
export function isNothing(
  { nodes, roles, transports, restart }: Changes,
): boolean {
  return restart.length === 0 && [nodes, roles, transports].every(isUnchanged);
}

/** Whether nothing has come, gone, or become another. */
export function isUnchanged({ added, removed, changed }: Difference): boolean {
  return added.length + removed.length + changed.length === 0;
}

/**
 * What a node runs by that follows a configuration as far as it can: its own
 * lasting options stay as they are. Its fingerprint is that of the file all the
 * same, or other nodes would be said to follow another file than this one.
 */
export function withLasting(
  before: SystemConfig,
  after: SystemConfig,
  self: string,
  { restart }: Changes,
): SystemConfig {
  if (restart.length === 0) return after;
  const old = findNode(before, self);
  const { roles, transports } = findNode(after, self);
  const nodes = new Map(after.nodes).set(self, { ...old, roles, transports });
  return { ...after, nodes };
}

function compare<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
  isSame: (one: T, other: T) => boolean,
): Difference {
  const old = new Map(before.map((one) => [one.name, one]));
  const now = new Map(after.map((one) => [one.name, one]));
  const both = after.filter(({ name }) => old.has(name));
  const hasChanged = (one: T) => {
    const former = old.get(one.name);
    return former !== undefined && !isSame(former, one);
  };
  return {
    added: after.filter(({ name }) => !old.has(name)).map(nameOf),
    removed: before.filter(({ name }) => !now.has(name)).map(nameOf),
    changed: both.filter(hasChanged).map(nameOf),
  };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function isSameNode(one: NodeConfig, other: NodeConfig): boolean {
  return isSameIdentity(one, other) &&
    isSameList(one.roles, other.roles, isSameRole) &&
    isSameList(one.transports, other.transports, isSameBlock);
}

function isSameList<T>(
  ones: readonly T[],
  others: readonly T[],
  isSame: (one: T, other: T) => boolean,
): boolean {
  return ones.length === others.length &&
    others.every((other, index) => {
      const one = ones[index];
      return one !== undefined && isSame(one, other);
    });
}

/** What a block is for in its user's words changes nothing. */
function isSameBlock(one: BlockConfig, other: BlockConfig): boolean {
  return one.name === other.name && one.type === other.type &&
    isDeepStrictEqual(one.options, other.options);
}

function isSameRole(one: RoleConfig, other: RoleConfig): boolean {
  return isSameBlock(one, other) &&
    one.messageQueueLength === other.messageQueueLength &&
    one.messageQueueSize === other.messageQueueSize &&
    isDeepStrictEqual(one.sandbox, other.sandbox);
}

function differingSettings(old: NodeConfig, now: NodeConfig): string[] {
  return Object.entries(now.settings)
    .filter(([name, value]) => {
      const before = Object.entries(old.settings).find(([one]) => one === name);
      return !isDeepStrictEqual(before?.[1], value);
    })
    .map(([name]) => name);
}
