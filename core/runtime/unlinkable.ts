import { transportPairs } from "../link/dialler.ts";
import { policyBetween } from "../link/policy.ts";
import type { Log } from "../log.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";

/**
 * Why two nodes can never be linked, whoever dials; nothing if they can, or are
 * not meant to be.
 */
export function whyUnlinkable(a: Node, b: Node): string | undefined {
  const isForbidden = policyBetween(a, b) === "never" &&
    policyBetween(b, a) === "never";
  if (isForbidden || reaches(a, b) || reaches(b, a)) return undefined;
  const names = `"${a.name}" and "${b.name}" cannot be linked`;
  return `${names}: no transport of either can connect to one of the other's; ` +
    "let one of them take connections, or set a connection policy to " +
    '"never" so that nobody expects it';
}

function reaches(from: Node, to: Node): boolean {
  return transportPairs(from, to).length > 0;
}

/** Says once of which nodes this one will never hear. */
export function reportUnlinkable({ self, others }: System, log: Log): void {
  for (const other of others) {
    // Why it has none here, its own log or a line about its modules says.
    if (other.transports.size === 0) continue;
    const why = whyUnlinkable(self, other);
    if (why !== undefined) log("warning", "link", why);
  }
}
