import type { NodeConfig, RoleConfig, SystemConfig } from "../config/config.ts";
import type { RoleInfo } from "../modules/info.ts";

/** A role of which the module is here. */
export interface KnownRole {
  readonly node: NodeConfig;
  readonly role: RoleConfig;
  readonly info: RoleInfo;
}

/** All roles of the network of which the modules are here. */
export function* knownRoles(
  { nodes, library }: SystemConfig,
): Iterable<KnownRole> {
  for (const node of nodes.values()) {
    for (const role of node.roles) {
      const info = library.roles.get(role.type)?.info;
      if (info !== undefined) yield { node, role, info };
    }
  }
}

/** The keys in the file that lead to a role. */
export function pathOf(node: NodeConfig, role: RoleConfig): string[] {
  return ["system", node.name, "roles", role.name];
}
