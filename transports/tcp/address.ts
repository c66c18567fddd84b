import { isIPv6 } from "node:net";
import { isOnionName, onionNameFault } from "kozo";

/** A host, and a port that may be missing; IPv6 is in brackets if it is not. */
const ADDRESS = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/;

/** Characters that no name of a host has. */
const NO_HOST = /[\s/@?#]/;

/** Addresses at which only this machine is reached. */
const LOOPBACK = /^(?:127\.|::1$|localhost$)/;

/** Where to connect to. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads an address of the configuration.
 *
 * @param defaultPort the port if the address has none
 * @returns nothing when it cannot be one
 */
export function parseAddress(
  address: string,
  defaultPort: number,
): HostAndPort | undefined {
  const { host, port = defaultPort } = splitAddress(address);
  const isPort = port >= 1 && port <= 65535;
  if (host === "" || NO_HOST.test(host) || !isPort) return undefined;
  return { host, port };
}

/** The same as text; IPv6 is in brackets. */
export function formatAddress({ host, port }: HostAndPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether an address is that of an onion service. */
export function isOnion(address: string): boolean {
  return isOnionName(splitAddress(address).host);
}

/** What is wrong with the first address that cannot be one, if any. */
export function addressFault(
  addresses: readonly string[],
  defaultPort: number,
): string | undefined {
  const wrong = addresses.find((address) =>
    parseAddress(address, defaultPort) === undefined
  );
  return wrong === undefined
    ? undefined
    : `has "${wrong}", which is none: write a name or an IP address, ` +
      '"name:port" or "[IPv6]:port", with commas between several';
}

/** Whether who listens at an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Names of onion services have a checksum, which shows typing errors. */
export function onionFault(addresses: readonly string[]): string | undefined {
  for (const address of addresses) {
    const { host } = splitAddress(address);
    const fault = isOnionName(host) ? onionNameFault(host) : undefined;
    if (fault !== undefined) return `has "${address}", which ${fault}`;
  }
  return undefined;
}

function splitAddress(address: string): { host: string; port?: number } {
  if (isIPv6(address)) return { host: address };
  const [, ipv6, name, digits] = ADDRESS.exec(address) ?? [];
  const host = ipv6 ?? name ?? "";
  return digits === undefined ? { host } : { host, port: Number(digits) };
}
