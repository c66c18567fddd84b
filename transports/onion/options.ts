import {
  onionNameFault,
  type OptionInfo,
  TOR_SOCKS,
  torEndpointFault,
} from "kozo";

/** Where Tor takes orders, if it is told to do so at a port. */
const CONTROL_EXAMPLE = "127.0.0.1:9051";

/** What the configuration may say of an `onion` transport. */
export interface OnionConfig {
  readonly address: string | null;
  readonly port: number;
  readonly onionPort: number | null;
  readonly incomingOnly: boolean;
  readonly outgoingOnly: boolean;
  readonly socketConnectionBacklog: number;
  readonly socksProxy: string;
  readonly transparent: boolean;
  readonly controlPort: string | null;
  readonly clientAuth: boolean;
}

/** The options, for the transport's metadata. */
export const ONION_OPTIONS = {
  address: {
    default: null,
    type: "string",
    description: "The onion address at which other nodes reach this one. " +
      "Only a node that is outgoingOnly needs none.",
  },
  port: {
    default: 6027,
    type: "integer",
    listens: "port",
    minimum: 1,
    maximum: 65535,
    description: "TCP port to listen on, for Tor on this machine only.",
  },
  onionPort: {
    default: null,
    type: "integer",
    minimum: 1,
    maximum: 65535,
    description: "The port of the onion service. Left out: as `port`.",
  },
  incomingOnly: {
    default: false,
    description: "Never connect to others: they connect to this node.",
  },
  outgoingOnly: {
    default: false,
    description: "Never listen: this node connects to the others.",
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
    description: "Where Tor listens for SOCKS: a host and a port, or the " +
      "path of a Unix socket.",
  },
  transparent: {
    default: false,
    description: "Connect as to any other address, without SOCKS, because " +
      "the system resolves and routes onion addresses through Tor.",
  },
  controlPort: {
    default: null,
    type: "string",
    description: "Where Tor takes orders: a host and a port, or the path of " +
      "a Unix socket. With it the node makes its onion service itself, and " +
      "knows when Tor is still starting.",
  },
  clientAuth: {
    default: false,
    description: "Whether only nodes of this network can find the onion " +
      "service. Needs controlPort, at both ends, and ed25519 keys.",
  },
} as const satisfies Readonly<Record<string, OptionInfo>>;

/** What is wrong with options, by their names. */
type Faults = Readonly<Record<string, string>>;

/** Options that contradict each other, and texts that are no addresses. */
export function optionFaults(config: OnionConfig): Faults {
  return {
    ...addressFaults(config),
    ...torFaults(config),
    ...directionFaults(config),
  };
}

function directionFaults(config: OnionConfig): Faults {
  const { address, incomingOnly, outgoingOnly, clientAuth } = config;
  if (!outgoingOnly) return {};
  return {
    ...incomingOnly && {
      outgoingOnly: 'contradicts "incomingOnly": such a node could not be ' +
        "linked with any other; remove one of the two",
    },
    ...address !== null && {
      address: 'contradicts "outgoingOnly", with which nobody connects to ' +
        "this node: remove one of the two",
    },
    ...clientAuth && {
      clientAuth: 'contradicts "outgoingOnly", with which the node has no ' +
        "service: remove it; those that it dials say whom they let in",
    },
  };
}

function addressFaults(config: OnionConfig): Faults {
  const { address, outgoingOnly } = config;
  if (address === null) {
    return outgoingOnly ? {} : {
      address: 'is missing: write the ".onion" address at which others reach ' +
        'this node, or "outgoingOnly: true"; a node that makes its service ' +
        'itself is told its address by "kozo onion-address"',
    };
  }
  const fault = onionNameFault(address);
  if (fault === undefined) return {};
  return { address: `is "${address}", which ${fault}` };
}

function torFaults(config: OnionConfig): Faults {
  const { socksProxy, controlPort, clientAuth } = config;
  const ofProxy = torEndpointFault(socksProxy);
  const ofControl = controlPort === null
    ? undefined
    : torEndpointFault(controlPort, CONTROL_EXAMPLE);
  return {
    ...ofProxy !== undefined && { socksProxy: ofProxy },
    ...ofControl !== undefined && { controlPort: ofControl },
    ...clientAuth && controlPort === null && {
      clientAuth: 'needs "controlPort", by which Tor is told who may come',
    },
  };
}
