import type { SystemConfig } from "../config/config.ts";
import type { OptionInfo } from "../modules/info.ts";
import { quote, remedy } from "../wording.ts";
import { type Finding, type Subject, warning } from "./finding.ts";
import { knownRoles, pathOf } from "./known-roles.ts";

/** The longest delay that timers take, in seconds: 2^31 milliseconds. */
const LONGEST = 2_147_483;

/** Stands for all names there are. */
const ALL = "*";

/** Options that name a role or a node that the network does not have. */
export function* unknownNames({ config }: Subject): Iterable<Finding> {
  for (const { name, noun, path } of namesIn(config)) {
    const known = noun === "node" ? [...config.nodes.keys()] : rolesOf(config);
    if (name === ALL || known.includes(name)) continue;
    yield warning(
      path,
      `No ${noun} is called ${quote(name)}${remedy(name, known)}`,
    );
  }
}

/** Roles that remember something, on nodes that cannot. */
export function* forgetful({ config }: Subject): Iterable<Finding> {
  for (const { node, role, info } of knownRoles(config)) {
    if (info.stores !== true || node.roleStorage !== undefined) continue;
    yield warning(
      pathOf(node, role),
      `${quote(role.name)} forgets what it keeps whenever the node stops: ` +
        `give ${quote(node.name)} a folder by "roleStorage"`,
    );
  }
}

/** Times that no timer can count. */
export function* longTimes({ config }: Subject): Iterable<Finding> {
  for (const { node, role, info } of knownRoles(config)) {
    for (const [name, option] of Object.entries(info.config)) {
      const value = role.options[name];
      if (!isTime(option) || typeof value !== "number" || value <= LONGEST) {
        continue;
      }
      yield warning(
        [...pathOf(node, role), name],
        `${quote(name)} is ${value} seconds, of which a timer counts ` +
          `${LONGEST} at most (24 days): it will be over then`,
      );
    }
  }
}

/** Descriptions begin with the unit, as they should. */
function isTime({ description }: OptionInfo): boolean {
  return /^Seconds\b/.test(description);
}

interface NamedThing {
  readonly name: string;
  readonly noun: "role" | "node";
  readonly path: readonly string[];
}

function* namesIn(config: SystemConfig): Iterable<NamedThing> {
  for (const { node, role, info } of knownRoles(config)) {
    for (const [option, { names: noun }] of Object.entries(info.config)) {
      if (noun === undefined) continue;
      const path = [...pathOf(node, role), option];
      for (const name of textsIn(role.options[option])) {
        yield { name, noun, path };
      }
    }
  }
}

function textsIn(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((text) => typeof text === "string");
}

function rolesOf({ nodes }: SystemConfig): string[] {
  const names = [...nodes.values()]
    .flatMap(({ roles }) => roles.map(({ name }) => name));
  return [...new Set(names)];
}
