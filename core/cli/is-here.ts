import { existsSync } from "node:fs";
import { isIPv6 } from "node:net";
import type { NodeConfig } from "../config/config.ts";
import { findSocket } from "../control/find-node.ts";
import { type PlaceVariables, placeVariables } from "../control/places.ts";
import { KozoError } from "../errors.ts";
import { hostAndPort, isLoopback } from "../net/host-and-port.ts";
import { lookAround, type OwnNetwork } from "./own-addresses.ts";

/**
 * Whether a node of the configuration is on this machine. Its key alone does
 * not tell: that of another machine is made here as well, and lies here until
 * it has been copied. In doubt it is elsewhere.
 *
 * @param network what this machine has
 * @param variables what decides where running nodes can be asked
 */
export async function isHere(
  { name, privateKey, transports }: NodeConfig,
  network: OwnNetwork = lookAround(),
  variables: PlaceVariables = placeVariables(),
): Promise<boolean> {
  // Who has a key here reads the very file that has been changed.
  if (!existsSync(privateKey)) return false;
  const addresses = transports.flatMap(({ options }) => options.address)
    .filter((address) => typeof address === "string");
  const isAllOwn = addresses.length > 0 &&
    addresses.every((address) => isOwnHost(hostOf(address), network));
  return isAllOwn || await isRunning(name, variables);
}

/** The host of an address, which may have a port. */
export function hostOf(address: string): string {
  return isIPv6(address) ? address : hostAndPort(address)?.host ?? address;
}

/** Whether a host, an address or a name, is this machine. */
export function isOwnHost(
  host: string,
  { interfaces, hostname }: OwnNetwork = lookAround(),
): boolean {
  return isLoopback(host) || [hostname, `${hostname}.local`].includes(host) ||
    interfaces.some(({ address }) => address === host);
}

async function isRunning(
  node: string,
  variables: PlaceVariables,
): Promise<boolean> {
  try {
    await findSocket({ node }, variables);
    return true;
  } catch (error) {
    if (error instanceof KozoError) return false;
    throw error;
  }
}
