/** Where a machine reaches itself. */
export const LOOPBACK = "127.0.0.1";

/**
 * An address as all write it who mean the same one: names of hosts are the same
 * in capitals, and that of the machine itself is one, with a port or without.
 */
export function plainAddress(address: string): string {
  return address.toLowerCase().replace(/^localhost(?=:\d+$|$)/, LOOPBACK);
}
