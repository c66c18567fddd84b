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
  /**
   * Has the system consist of them, and gives each node that has changed what
   * it has now.
   *
   * @returns what puts all back as it was
   */
  install(): () => void;
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
  const { system } = after;
  const { self, nodes: present } = system;
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
    install() {
      const { fingerprint } = system;
      const former = [...furniture.keys()]
        .map((node) => [node, furnitureOf(node)] as const);
      fill(furniture);
      system.follow(nodes, after.config.fingerprint);
      return () => {
        fill(former);
        system.follow(present, fingerprint);
      };
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

function furnitureOf({ roles, transports }: Node): Furniture {
  return { roles: [...roles.values()], transports: [...transports.values()] };
}

function fill(nodes: Iterable<readonly [Node, Furniture]>): void {
  for (const [node, { roles, transports }] of nodes) {
    replace(node.roles, roles);
    replace(node.transports, transports);
  }
}

function replace<T extends { readonly name: string }>(
  map: Map<string, T>,
  things: readonly T[],
): void {
  map.clear();
  for (const thing of things) map.set(thing.name, thing);
}
