import { policyBetween } from "../link/policy.ts";
import type { Node } from "../model/node.ts";
import { waysBetween, whyNoWay } from "../link/ways.ts";
import { all, quote } from "../wording.ts";
import { type Finding, pairsOf, type Subject, warning } from "./finding.ts";

/** Nodes whose policies keep them from ever talking to each other. */
export function* neverTalking({ nodes }: Subject): Iterable<Finding> {
  const pairs = pairsOf(nodes.values())
    .filter(([a, b]) => !mayTalk(a, b));
  for (const [node, strangers] of Map.groupBy(pairs, ([a]) => a)) {
    yield warning(
      ["system", node.name],
      `${quote(node.name)} never talks to ` +
        `${all(strangers.map(([, b]) => b.name))}: neither may connect to ` +
        'the other, by "selfToOthersConnectPolicy" and ' +
        '"othersToSelfConnectPolicy"',
    );
  }
}

/** Nodes that may talk, but that nothing can link. */
export function* unreachable(subject: Subject): Iterable<Finding> {
  const pairs = pairsOf(subject.nodes.values()).filter(([a, b]) =>
    isKnown(a, subject) && isKnown(b, subject) && mayTalk(a, b) &&
    !canDial(a, b) && !canDial(b, a)
  );
  for (const [node, strangers] of Map.groupBy(pairs, ([a]) => a)) {
    const byReason = Map.groupBy(strangers, ([a, b]) => obstacle(a, b));
    for (const [reason, pairs] of byReason) {
      yield warning(
        ["system", node.name, "transports"],
        `${quote(node.name)} cannot be linked with ` +
          `${all(pairs.map(([, b]) => b.name))}: ${reason}`,
      );
    }
  }
}

/** What keeps two nodes from being linked, in the words of who knows it. */
function obstacle(a: Node, b: Node): string {
  return whyNot(a, b) ?? whyNot(b, a) ??
    "no transport of one that may dial leads to the other; give one of them " +
      "an address";
}

/** What the transports of a node that may dial say of those of another. */
function whyNot(from: Node, to: Node): string | undefined {
  return policyBetween(from, to) === "never" ? undefined : whyNoWay(from, to);
}

function mayTalk(a: Node, b: Node): boolean {
  return policyBetween(a, b) !== "never" || policyBetween(b, a) !== "never";
}

function canDial(from: Node, to: Node): boolean {
  return policyBetween(from, to) !== "never" &&
    waysBetween(from, to).length > 0;
}

/** Whether the modules of all transports of a node are here. */
function isKnown({ name, transports }: Node, { config }: Subject): boolean {
  return transports.size === config.nodes.get(name)?.transports.length;
}
