import { waysBetween } from "../link/ways.ts";
import type { Node } from "../model/node.ts";
import { all, quote } from "../wording.ts";
import { type Finding, pairsOf, type Subject, warning } from "./finding.ts";

/** Where a node is dialled. */
interface Door {
  readonly address: string;
  readonly node: string;
  readonly transport: string;
}

/** Nodes that would have to listen at the same place. */
export function* sharedAddresses({ nodes }: Subject): Iterable<Finding> {
  const doors = pairsOf(nodes.values())
    .flatMap(([a, b]) => [...doorsOf(b, a), ...doorsOf(a, b)]);
  for (const [address, there] of Map.groupBy(doors, (door) => door.address)) {
    const names = [...new Set(there.map(({ node }) => node))];
    const second = there.find(({ node }) => node === names[1]);
    if (second === undefined) continue;
    yield warning(
      ["system", second.node, "transports", second.transport, "address"],
      `${all(names)} have the same address ${quote(address)}, where one of ` +
        'them can listen: correct it, or give each a "port" of its own',
    );
  }
}

/** Where one node dials another. */
function doorsOf(from: Node, to: Node): Door[] {
  return waysBetween(from, to).flatMap(({ other, addresses = [] }) =>
    addresses.map((address) => ({
      address,
      node: to.name,
      transport: other.name,
    }))
  );
}
