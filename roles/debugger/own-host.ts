/** An address of this machine. */
type Address = Pick<Deno.NetworkInterfaceInfo, "family" | "address">;

/** Addresses that mean another machine elsewhere, or that nobody has given. */
const USELESS = /^(?:127\.|169\.254\.|::1$|fe80:)/i;

/**
 * The host at which other machines may reach this one, if there is any, as URLs
 * have it: IPv6 in brackets.
 */
export function ownHost(
  addresses: readonly Address[] = Deno.networkInterfaces(),
): string {
  const useful = addresses.filter(({ address }) => !USELESS.test(address));
  const best = useful.find(({ family }) => family === "IPv4") ?? useful[0];
  if (best === undefined) return "127.0.0.1";
  return best.family === "IPv6" ? `[${best.address}]` : best.address;
}
