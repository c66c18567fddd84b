import {
  type Node,
  OnionKey,
  onionKeyFile,
  StartError,
  type TransportHost,
} from "kozo";
import { type ClientKey, clientKey } from "./client-key.ts";
import type { OnionConfig } from "./options.ts";
import { addClientKey, addService, removeClientKey } from "./orders.ts";

/** Only Tor, on this machine, has to get in. */
export const LOOPBACK = "127.0.0.1";

/** What the public keys begin with that can agree on a secret. */
const ED25519 = "ssh-ed25519 ";

/** An `onion` transport, as far as others have to know it. */
export interface OnionEnd {
  readonly name: string;
  readonly node: Node;
  readonly config: OnionConfig;
}

/** A node's own service. */
export interface OwnService {
  /** Its address. */
  readonly name: string;
  /** What has Tor make it. */
  readonly order: string;
}

/** What Tor is told of the services of others. */
export interface ClientOrders {
  /** Lets this node in. */
  readonly orders: string[];
  /** Has Tor forget that, which it would else remember until its own end. */
  readonly farewell: string[];
}

/** Whether one may connect to another, and has what proves that to its Tor. */
export function mayConnect(from: OnionEnd, to: OnionEnd): boolean {
  if (from.config.incomingOnly || to.config.outgoingOnly) return false;
  if (!to.config.clientAuth) return true;
  return from.config.controlPort !== null &&
    [from, to].every(({ node }) => node.publicKey.startsWith(ED25519));
}

/**
 * The key of a node's own service, and with it its address.
 *
 * @throws {StartError} when that is not the address that others know
 */
export async function ownKey(
  end: OnionEnd,
  { folder }: TransportHost,
): Promise<OnionKey> {
  const { name, node, config: { address } } = end;
  const who = `the transport "${name}" of "${node.name}"`;
  if (folder === undefined) {
    throw new StartError(
      `Cannot make an onion service for ${who}: set the node's "roleStorage", ` +
        "for its key is kept beside that",
    );
  }
  const file = onionKeyFile(folder, node.name, name);
  const key = await OnionKey.provide(file);
  if (key.name === address?.toLowerCase()) return key;
  throw new StartError(
    `Cannot make the onion service "${address}" for ${who}: the key in ` +
      `"${file}" makes "${key.name}"; write that as its "address", or put the ` +
      "right key there",
  );
}

/** The service by which others find a node. */
export function ownService(
  own: OnionEnd,
  key: OnionKey,
  others: readonly OnionEnd[],
  { privateKey }: TransportHost,
): OwnService {
  const { port, onionPort, clientAuth } = own.config;
  const clients = new Map<string, ClientKey>();
  for (const other of others) {
    const { name, publicKey } = other.node;
    const client = mayConnect(other, own)
      ? clientKey(privateKey, publicKey, key.name, name)
      : undefined;
    if (client !== undefined) clients.set(name, client);
  }
  const order = addService({
    key,
    onionPort: onionPort ?? port,
    target: `${LOOPBACK}:${port}`,
    clients: clientAuth ? [...clients.values()] : undefined,
  });
  return { name: key.name, order };
}

/** What Tor is told so that a node finds those that are not for everybody. */
export function clientOrders(
  own: OnionEnd,
  others: readonly OnionEnd[],
  { privateKey }: TransportHost,
): ClientOrders {
  const found: ClientOrders = { orders: [], farewell: [] };
  for (const other of others) {
    const { address, clientAuth } = other.config;
    if (!clientAuth || address === null || !mayConnect(own, other)) continue;
    const service = address.toLowerCase();
    const { publicKey } = other.node;
    const key = clientKey(privateKey, publicKey, service, own.node.name);
    if (key === undefined) continue;
    found.orders.push(addClientKey(service, key));
    found.farewell.push(removeClientKey(service));
  }
  return found;
}
