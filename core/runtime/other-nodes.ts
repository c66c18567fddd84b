import type { SystemConfig } from "../config/config.ts";
import { Node } from "../model/node.ts";
import type { Role } from "../model/role.ts";
import type { Transport } from "../model/transport.ts";
import { begin } from "./begin.ts";
import { type Difference, isSameIdentity } from "./changes.ts";
import {
  type Blueprint,
  configOf,
  findNode,
  makeRole,
  makeTransport,
} from "./system-builder.ts";

/** What another node has. */
interface Furniture {
  readonly roles: readonly Role[];
  readonly transports: readonly Transport[];
}

/** The other nodes as they will be, of which nobody knows yet. */
export interface PreparedNodes {
  /** All nodes by name, in the order of the configuration. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** Gives each node that has changed what it has now. */
  install(): void;
}

/**
 * Makes the other nodes of a configuration, as far as they are not there
 * already as they should be.
 *
 * @param before the configuration that holds as yet
 * @throws {StartError} when one of their roles or transports cannot be made
 */
export async function prepareOthers(
  before: SystemConfig,
  after: Blueprint,
  { added, changed }: Difference,
): Promise<PreparedNodes> {
  const { self, nodes: present } = after.system;
  const furniture = new Map<Node, Furniture>();
  const nodes = new Map<string, Node>();
  for (const config of after.config.nodes.values()) {
    const { name } = config;
    const former = present.get(name);
    const isKept = former === self || former !== undefined &&
        isSameIdentity(findNode(before, name), config);
    const node = isKept ? former : new Node({ ...config, isSelf: false });
    nodes.set(name, node);
    if (!added.includes(name) && !changed.includes(name)) continue;
    furniture.set(node, await furnish(after, node));
  }
  return {
    nodes,
    install() {
      for (const [node, { roles, transports }] of furniture) {
        replace(node.roles, roles);
        replace(node.transports, transports);
      }
    },
  };
}

async function furnish(blueprint: Blueprint, node: Node): Promise<Furniture> {
  const { roles, transports } = configOf(blueprint, node);
  const shelf = blueprint.config.library.transports;
  const furniture = {
    roles: roles.map((block) => makeRole(blueprint, node, block)),
    transports: transports
      .filter(({ type }) => shelf.get(type) !== undefined)
      .map((block) => makeTransport(blueprint, node, block)),
  };
  for (const one of [...furniture.transports, ...furniture.roles]) {
    await begin(one, () => one.init());
  }
  return furniture;
}

function replace<T extends { readonly name: string }>(
  map: Map<string, T>,
  things: readonly T[],
): void {
  map.clear();
  for (const thing of things) map.set(thing.name, thing);
}
