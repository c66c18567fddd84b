/** What suggestions are made from. */
export interface OwnNetwork {
  readonly interfaces: readonly Pick<
    Deno.NetworkInterfaceInfo,
    "name" | "family" | "address"
  >[];
  readonly hostname: string;
  /** Whether other machines can look up this one's name, by mDNS. */
  readonly hasMdns: boolean;
}

/** Interfaces between a machine and what runs on it. */
const INNER = /^(?:lo|docker|br-|veth|virbr|lxc|lxd|cni|podman)/;

/** Addresses that mean another machine elsewhere, or change by themselves. */
const USELESS = /^(?:127\.|169\.254\.|::1$|fe80:)/i;

/** Addresses that are the same tomorrow, unlike most of IPv6. */
const LASTING = /^f[cd]/i;

/** The socket of the usual mDNS service. */
const MDNS_SOCKET = "/run/avahi-daemon/socket";

/** Looks at this machine. */
export function lookAround(): OwnNetwork {
  return {
    interfaces: Deno.networkInterfaces(),
    hostname: Deno.hostname(),
    hasMdns: isThere(MDNS_SOCKET),
  };
}

/** Where other nodes may reach this machine, the best guess first. */
export function suggestAddresses(
  { interfaces, hostname, hasMdns }: OwnNetwork,
): string[] {
  const usable = interfaces
    .filter(({ name, address }) => !INNER.test(name) && !USELESS.test(address));
  const byFamily = (family: "IPv4" | "IPv6") =>
    usable.filter((one) => one.family === family).map((one) => one.address);
  const lasting = byFamily("IPv6").filter((address) => LASTING.test(address));
  // A name stays when the router deals out other addresses.
  const name = hasMdns ? [`${hostname}.local`] : [];
  return [...new Set([...name, ...byFamily("IPv4"), ...lasting])];
}

/** A node's name after the machine's. */
export function suggestName(hostname: string): string {
  const [label = ""] = hostname.split(".");
  const name = label.replace(/[^\w-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return name.slice(0, 63) || "node1";
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
