import { waysBetween } from "../link/ways.ts";
import type { Node } from "../model/node.ts";
import type { Transport } from "../model/transport.ts";
import { all, quote } from "../wording.ts";
import { type Finding, pairsOf, type Subject, warning } from "./finding.ts";
import { plainAddress } from "./plain-address.ts";

/** Where a node is dialled. */
interface Door {
  readonly address: string;
  readonly transport: Transport;
}

/** Transports that would have to listen at the same place. */
export function* sharedAddresses({ nodes }: Subject): Iterable<Finding> {
  const doors = pairsOf(nodes.values())
    .flatMap(([a, b]) => [...doorsOf(b, a), ...doorsOf(a, b)]);
  for (const [address, there] of Map.groupBy(doors, (door) => door.address)) {
    const [first, ...others] = new Set(there.map((door) => door.transport));
    // Of several it is that of another node, if there is one.
    const second = others.find(({ node }) => node !== first?.node) ?? others[0];
    if (first === undefined || second === undefined) continue;
    const { name, node } = second;
    yield warning(
      ["system", node.name, "transports", name, "address"],
      `${owners([first, ...others])} have the same address ` +
        `${quote(address)}, where one of them can listen: correct it, or ` +
        'give each a "port" of its own',
    );
  }
}

/** The nodes that have some transports, or the transports of the one node. */
function owners(transports: readonly Transport[]): string {
  const nodes = [...new Set(transports.map(({ node }) => node.name))];
  const [only, ...others] = nodes;
  if (only === undefined || others.length > 0) return all(nodes);
  return `${all(transports.map(({ name }) => name))} of ${quote(only)}`;
}

/** Where one node dials another. */
function doorsOf(from: Node, to: Node): Door[] {
  return waysBetween(from, to).flatMap(({ other, addresses = [] }) =>
    addresses.map((address) => ({
      address: plainAddress(address),
      transport: other,
    }))
  );
}
