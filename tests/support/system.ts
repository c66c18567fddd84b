import { Node, type NodeOptions, System } from "kozo";
import { settings } from "./settings.ts";

/** A node at its defaults, but for what is given. */
export function makeNode(
  name: string,
  options: Partial<NodeOptions> = {},
): Node {
  return new Node({
    name,
    isSelf: false,
    publicKey: "ssh-ed25519 AAAA",
    settings,
    selfToOthersConnectPolicy: "constant",
    othersToSelfConnectPolicy: "constant",
    ...options,
  });
}

/** A system as its first node sees it. */
export function makeSystem(
  self: Node,
  ...others: readonly Node[]
): System {
  const nodes = [self, ...others].map((node) => [node.name, node] as const);
  return new System(new Map(nodes), self, "0123456789abcdef");
}
