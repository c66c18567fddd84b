import type { Node } from "../model/node.ts";
import { AuthenticatedTransport } from "../ssh/authenticated-transport.ts";
import { type TransportPair, transportPairs } from "./dialler.ts";

/** A way from one node to another. */
export interface Way extends TransportPair {
  /** Where the other is dialled; nothing where only dialling can tell. */
  readonly addresses: readonly string[] | undefined;
}

/** All ways on which one node can dial another, the preferred one first. */
export function waysBetween(from: Node, to: Node): Way[] {
  return transportPairs(from, to)
    .map((pair) => ({ ...pair, addresses: addressesOf(pair) }))
    .filter(({ addresses }) => addresses?.length !== 0);
}

/** What the transports of a node say of why none of them can dial another. */
export function whyNoWay(from: Node, to: Node): string | undefined {
  for (const own of from.transports.values()) {
    for (const other of to.transports.values()) {
      if (other.canAccept() && own.canConnect(other)) continue;
      const why = own.whyNotConnect(other);
      if (why !== undefined) return why;
    }
  }
  return undefined;
}

/** Only a list that is there: whatever else it is may look for addresses. */
function addressesOf({ own, other }: TransportPair): string[] | undefined {
  if (!(own instanceof AuthenticatedTransport)) return undefined;
  const addresses = own.getUnauthenticatedConnectAddresses(other);
  return Array.isArray(addresses) ? addresses.map(String) : undefined;
}
