import { type OptionInfo, TOR_SOCKS, torEndpointFault } from "kozo";
import { addressFault, onionFault } from "./address.ts";

/** What the configuration may say of a `tcp` transport. */
export interface TcpConfig {
  readonly address: readonly string[];
  readonly bindAddress: string;
  readonly port: number;
  readonly socketConnectionBacklog: number;
  readonly socksProxy: string;
  readonly transparent: boolean;
}

/** The options, for the transport's metadata. */
export const TCP_OPTIONS = {
  address: {
    default: [],
    type: "list",
    description:
      "Where other nodes reach this one, the best first: IP addresses, " +
      "names, either with a port of its own (home.example.org:7020). Left " +
      "out: nobody can dial this node, and it dials all others.",
  },
  bindAddress: {
    default: "",
    type: "string",
    listens: "address",
    description: "Address to listen on. Default: all interfaces.",
  },
  port: {
    default: 6020,
    type: "integer",
    listens: "port",
    minimum: 1,
    maximum: 65535,
    description: "TCP port to listen on.",
  },
  socketConnectionBacklog: {
    default: 256,
    type: "integer",
    minimum: 1,
    maximum: 65535,
    description: "Connections that the system keeps until they are accepted.",
  },
  socksProxy: {
    default: TOR_SOCKS,
    type: "string",
    description:
      "Where Tor listens for SOCKS: a host and a port, or the path of a " +
      "Unix socket. Addresses that end in .onion are reached through it.",
  },
  transparent: {
    default: false,
    type: "boolean",
    description:
      "Whether addresses that end in .onion are reached as all others, " +
      "because the system resolves and routes them through Tor.",
  },
} as const satisfies Readonly<Record<string, OptionInfo>>;

/** What is wrong with options, by their names. */
export function optionFaults(
  { address, port, socksProxy }: TcpConfig,
): Readonly<Record<string, string>> {
  const ofAddress = addressFault(address, port) ?? onionFault(address);
  const ofProxy = torEndpointFault(socksProxy);
  return {
    ...ofAddress !== undefined && { address: ofAddress },
    ...ofProxy !== undefined && { socksProxy: ofProxy },
  };
}
