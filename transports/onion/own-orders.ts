import type { OnionKey, TransportHost } from "kozo";
import { type ClientKey, clientKey } from "./client-key.ts";
import { mayConnect, type OnionEnd } from "./onion-end.ts";
import { addClientKey, addService, removeClientKey } from "./orders.ts";

/** Only Tor, on this machine, has to get in. */
export const LOOPBACK = "127.0.0.1";

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
  readonly orders: readonly string[];
  /** Has Tor forget that, which it would else remember until its own end. */
  readonly farewell: readonly string[];
}

/** What Tor is told whenever it has started, and at the end. */
export interface TorOrders extends ClientOrders {
  /** The service that Tor is to make, if it is to make one. */
  readonly service?: OwnService;
  /** Why it is to make none, where others would look for one, in words. */
  readonly withheld?: string;
}

/**
 * The service by which others find a node.
 *
 * @returns nothing when it would be for nobody
 */
export function ownService(
  own: OnionEnd,
  key: OnionKey,
  others: readonly OnionEnd[],
  { privateKey }: TransportHost,
): OwnService | undefined {
  const { port, onionPort, clientAuth } = own.config;
  const clients = new Map<string, ClientKey>();
  for (const other of others) {
    const { name, publicKey } = other.node;
    const client = mayConnect(other, own)
      ? clientKey(privateKey, publicKey, key.name, name)
      : undefined;
    if (client !== undefined) clients.set(name, client);
  }
  if (clientAuth && clients.size === 0) return undefined;
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
  const [orders, farewell]: [string[], string[]] = [[], []];
  for (const other of others) {
    const { address, clientAuth } = other.config;
    if (!clientAuth || address === null || !mayConnect(own, other)) continue;
    const service = address.toLowerCase();
    const { publicKey } = other.node;
    const key = clientKey(privateKey, publicKey, service, own.node.name);
    if (key === undefined) continue;
    orders.push(addClientKey(service, key));
    farewell.push(removeClientKey(service));
  }
  return { orders, farewell };
}
