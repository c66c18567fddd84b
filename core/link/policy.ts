import type { Node } from "../model/node.ts";
import type { ConnectPolicy } from "../model/settings.ts";

const STRICTNESS: readonly ConnectPolicy[] = ["constant", "ondemand", "never"];

/**
 * When `from` may connect to `to`, and send to it: as the stricter of the two
 * nodes wants it.
 */
export function policyBetween(from: Node, to: Node): ConnectPolicy {
  const own = STRICTNESS.indexOf(from.selfToOthersConnectPolicy);
  const theirs = STRICTNESS.indexOf(to.othersToSelfConnectPolicy);
  return own > theirs
    ? from.selfToOthersConnectPolicy
    : to.othersToSelfConnectPolicy;
}
