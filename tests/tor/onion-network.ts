import { onionKeyFile, provideOnionKey } from "kozo";
import type { NodeTor } from "../../scripts/tor/node-tor.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { type Block, Network } from "../support/network.ts";

/** Brisk, so that no test waits longer than Tor makes it. */
const OPTIONS = { heartbeat: 1, connectionRetry: 2 };

/** Seconds that a link through Tor may take on a busy machine. */
export const PATIENCE = 60;

/** A node of a network that talks through Tor. */
export interface OnionNode {
  /** Options of its `onion`, as they are. */
  readonly onion: Block;
  readonly roles?: Block;
}

/** Makes a network whose nodes have an `onion` transport each, no other. */
export function makeOnionNetwork(
  nodes: Readonly<Record<string, OnionNode>>,
): Promise<Network> {
  const blocks = Object.entries(nodes).map(([name, { onion, roles = {} }]) =>
    [name, { roles, roleStorage: "storage", transports: { onion } }] as const
  );
  return Network.make(Object.fromEntries(blocks), OPTIONS);
}

/** Options of a node that only dials. */
export function dials({ socksProxy }: NodeTor): Block {
  return { outgoingOnly: true, socksProxy };
}

/** Options of a node that makes its service itself; the address is missing. */
export function serves({ socksProxy, controlPort }: NodeTor): Block {
  const [port] = freePorts(1);
  return { port, onionPort: 6027, socksProxy, controlPort };
}

/** Changes options of a node's `onion`, in the network's file, too. */
export async function change(
  network: Network,
  node: string,
  options: Block,
): Promise<void> {
  const transports = network.config.system[node]?.transports as
    | { readonly onion: Block }
    | undefined;
  Object.assign(transports?.onion ?? {}, options);
  await network.write();
}

/** Gives a node the address that its service will have. */
export async function settle(network: Network, node: string): Promise<string> {
  const file = onionKeyFile(network.path("transports"), node, "onion");
  const { name } = await provideOnionKey(file);
  await change(network, node, { address: name });
  return name;
}

/**
 * What the log says of a link whose circuit is gone. Not always does a Tor that
 * was killed leave anybody who tells the other end: then heartbeats do.
 */
export function ended(peer: string): RegExp {
  return new RegExp(`Link with "${peer}" ended: (?:circuit|heartbeat): `);
}
