import type { RoleInfo } from "../modules/info.ts";
import type { Shelf } from "../modules/shelf.ts";
import { all, either, quote } from "../wording.ts";
import { type Finding, type Subject, warning } from "./finding.ts";
import { knownRoles, pathOf } from "./known-roles.ts";

/** Roles that wait for messages which no role of the network sends. */
export async function deafRoles({ config }: Subject): Promise<Finding[]> {
  const known = [...knownRoles(config)];
  const roles = [...config.nodes.values()].flatMap((node) => node.roles);
  const sent = known.map(({ info }) => info.sends);
  // Of a role that does not say what it sends anything may come.
  if (known.length < roles.length || sent.includes(undefined)) return [];
  const types = new Set(sent.flatMap((types) => types ?? []));
  const findings: Finding[] = [];
  for (const { node, role, info } of known) {
    const missing = (info.hears ?? []).filter((type) => !types.has(type));
    if (missing.length === 0) continue;
    findings.push(warning(
      pathOf(node, role),
      `${quote(role.name)} waits for ${all(missing)}, which no role of the ` +
        `network sends: give a node one that does` +
        await suggestion(missing, config.library.roles),
    ));
  }
  return findings;
}

/** The built-in roles that send one of some types, to end a message. */
async function suggestion(
  types: readonly string[],
  shelf: Shelf<RoleInfo>,
): Promise<string> {
  const names = (await shelf.types()).filter((name) => shelf.isBuiltIn(name));
  const infos = await Promise.all(names.map((name) => shelf.load(name)));
  const senders = names.filter((_, i) =>
    infos[i]?.info.sends?.some((type) => types.includes(type))
  );
  return senders.length === 0 ? "" : `, such as ${either(senders)}`;
}
