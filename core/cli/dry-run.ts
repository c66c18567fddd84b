import {
  makePlan,
  type Plan,
  type PlannedDial,
  type PlannedLink,
} from "../check/plan.ts";
import { loadConfig } from "../config/load.ts";
import type { ConnectPolicy } from "../model/settings.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { readPrivateKey } from "../ssh/keys.ts";
import { namedNode } from "./named-node.ts";
import { print } from "./print.ts";
import { wrap } from "./wrap.ts";

/** When a node dials another, by its policy. */
const WHEN: Readonly<Record<ConnectPolicy, string>> = {
  constant: "dials it at all times",
  ondemand: "dials it for a message",
  never: "never dials it",
};

/**
 * Prints what `kozo run` would start, and which links would be dialled by whom.
 * What keeps a node from starting is said as `kozo run` says it; only ports and
 * folders are not tried.
 *
 * @throws {KozoError} when the node could not be run
 */
export async function dryRun(
  file: string,
  name: string,
  registry: ModuleRegistry,
  asJson: boolean,
): Promise<void> {
  const config = await loadConfig(file, registry, name);
  using _ = config.library;
  const node = namedNode(config, name);
  await readPrivateKey(node.privateKey, node.publicKey, config.nodes.values());
  const plan = await makePlan(config, name);
  print(asJson ? JSON.stringify(plan) : describePlan(plan));
}

function describePlan({ node, fingerprint, roles, transports, links }: Plan) {
  const roleNames = roles.map(({ isSandboxed, ...role }) =>
    nameOf(role) + (isSandboxed ? " in a sandbox" : "")
  );
  return [
    `${node} would run, with the configuration ${fingerprint}:`,
    listOf("roles", roleNames),
    listOf("transports", transports.map(nameOf)),
    "",
    links.length === 0 ? "There is no other node to be linked with." : "Links:",
    ...links.map((link) => describeLink(node, link)),
  ].join("\n");
}

function nameOf({ name, type }: { name: string; type: string }): string {
  return name === type ? name : `${name} (${type})`;
}

function listOf(what: string, names: readonly string[]): string {
  const text = names.length === 0 ? "none" : names.join(", ");
  return wrap(text, " ".repeat(14), `  ${what.padEnd(12)}`);
}

function describeLink(node: string, link: PlannedLink): string {
  return [
    `  ${link.peer}`,
    wrap(`${node} ${describeDial(link.out)}`, "      ", "    "),
    wrap(`it ${describeDial(link.in, node)}`, "      ", "    "),
  ].join("\n");
}

function describeDial({ policy, ways }: PlannedDial, target = "it"): string {
  const when = WHEN[policy].replace(/ it\b/, ` ${target}`);
  if (policy === "never") return when;
  if (ways.length === 0) return `cannot dial ${target}: no way is known`;
  return `${when} over ` +
    ways.map(({ transport, addresses }) =>
      transport + (addresses === null ? "" : ` at ${addresses.join(", ")}`)
    ).join(", or ");
}
