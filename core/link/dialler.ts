import { LinkError, LinkReason } from "../errors.ts";
import type { Channel } from "../model/channel.ts";
import type { Node } from "../model/node.ts";
import type { Transport } from "../model/transport.ts";
import { furthest, toLinkError } from "../failure.ts";

/** A transport of this node and one of another that it can connect to. */
export interface TransportPair {
  readonly own: Transport;
  readonly other: Transport;
}

/** A channel, and the transport of this node that it goes over. */
export interface Route {
  readonly channel: Channel;
  readonly transport: Transport;
}

/** All ways from one node to another, the preferred one first. */
export function transportPairs(from: Node, to: Node): TransportPair[] {
  const pairs: TransportPair[] = [];
  for (const own of from.transports.values()) {
    for (const other of to.transports.values()) {
      if (other.canAccept() && own.canConnect(other)) {
        pairs.push({ own, other });
      }
    }
  }
  return pairs.sort((a, b) => priorityOf(b) - priorityOf(a));
}

/** A pair is as good as its worse half. */
function priorityOf({ own, other }: TransportPair): number {
  return Math.min(own.getPriority(), other.getPriority());
}

/**
 * Connects `from`, which is this node, to `to` over the first pair that works.
 *
 * @param above only pairs of a higher priority than this
 * @throws {LinkError} what tells most of all that went wrong
 * @throws the signal's reason when that is aborted
 */
export async function dial(
  from: Node,
  to: Node,
  signal: AbortSignal,
  above = -Infinity,
): Promise<Route> {
  const failures: LinkError[] = [];
  for (const pair of transportPairs(from, to)) {
    if (priorityOf(pair) <= above) break;
    try {
      const channel = await pair.own.connect(pair.other, signal);
      return { channel, transport: pair.own };
    } catch (error) {
      signal.throwIfAborted();
      failures.push(toLinkError(error, `Cannot connect to ${pair.other}`));
    }
  }
  throw furthest(failures) ?? new LinkError(
    LinkReason.NoTransport,
    `"${from.name}" has no transport that can reach "${to.name}"`,
  );
}

/** The highest priority of all ways from one node to another. */
export function bestPriority(from: Node, to: Node): number {
  return Math.max(-Infinity, ...transportPairs(from, to).map(priorityOf));
}
