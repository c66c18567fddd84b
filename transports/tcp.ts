import { isIPv6, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import {
  AuthenticatedTransport,
  type Channel,
  dialSocket,
  dialThroughTor,
  Handoff,
  isOnionName,
  listenTcp,
  onionNameFault,
  Priority,
  StartError,
  TOR_SOCKS,
  torEndpointFault,
  type Transport,
  type TransportInfo,
} from "kozo";

interface TcpConfig {
  readonly address: readonly string[];
  readonly bindAddress: string;
  readonly port: number;
  readonly socketConnectionBacklog: number;
  readonly socksProxy: string;
  readonly transparent: boolean;
}

/** Seconds that Tor may take to reach an onion service. */
const TOR_CONNECT_TIMEOUT = 30;

/** A host, and a port that may be missing; IPv6 is in brackets if it is not. */
const ADDRESS = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/;

/** Characters that no name of a host has. */
const NO_HOST = /[\s/@?#]/;

/** Plain TCP: the fastest and most reliable transport. */
export class Tcp extends AuthenticatedTransport<TcpConfig> {
  readonly #connections = new Handoff<Socket>();
  /** Whether the node has started, and takes connections. */
  #isOpen = false;

  override getPriority(): Priority {
    return Priority.BEST;
  }

  /** @throws {StartError} when an address cannot be one */
  override init(): void {
    for (const address of this.config.address) this.#parse(address);
  }

  /** Listens until the node stops. */
  override async bind(): Promise<void> {
    const { bindAddress, port, socketConnectionBacklog } = this.config;
    await listenTcp(this.#connections, {
      host: bindAddress,
      port,
      backlog: socketConnectionBacklog,
      owner: `the transport "${this.name}" of "${this.node.name}"`,
      onError: (error) => this.error("Listening failed:", error),
    }, this.signal);
  }

  /** Onion services take their time. */
  override getConnectTimeout(address?: unknown): number {
    return this.#isThroughTor(String(address))
      ? TOR_CONNECT_TIMEOUT
      : super.getConnectTimeout();
  }

  override accept(signal: AbortSignal): Promise<Channel> {
    if (!this.#isOpen) this.info(`Listening on port ${this.config.port}`);
    this.#isOpen = true;
    return super.accept(signal);
  }

  override acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Duplex> {
    return this.#connections.take(signal);
  }

  override getUnauthenticatedConnectAddresses(other: Transport): string[] {
    if (!(other instanceof Tcp)) return [];
    return other.config.address.map((address) => {
      const { host, port } = other.#parse(address);
      return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
    });
  }

  override getUnauthenticatedSocket(
    _other: Transport,
    _addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Duplex> {
    const { host, port } = this.#parse(String(address));
    return this.#isThroughTor(String(address))
      ? dialThroughTor(host, port, this.config.socksProxy, signal)
      : dialSocket({ host, port }, signal);
  }

  /** No name server has to know which onion services somebody wants. */
  #isThroughTor(address: string): boolean {
    return !this.config.transparent && isOnionName(this.#parse(address).host);
  }

  #parse(address: string): { host: string; port: number } {
    const { host, port = this.config.port } = splitAddress(address);
    const isPort = port >= 1 && port <= 65535;
    if (host !== "" && !NO_HOST.test(host) && isPort) return { host, port };
    throw new StartError(
      `Cannot use "${address}" as an "address" of the transport ` +
        `"${this.name}" of "${this.node.name}": write a name or an IP ` +
        'address, "name:port" or "[IPv6]:port", with commas between several',
    );
  }
}

function splitAddress(address: string): { host: string; port?: number } {
  if (isIPv6(address)) return { host: address };
  const [, ipv6, name, digits] = ADDRESS.exec(address) ?? [];
  const host = ipv6 ?? name ?? "";
  return digits === undefined ? { host } : { host, port: Number(digits) };
}

/** Names of onion services have a checksum, which shows typing errors. */
function addressFault(addresses: readonly string[]): string | undefined {
  for (const address of addresses) {
    const { host } = splitAddress(address);
    const fault = isOnionName(host) ? onionNameFault(host) : undefined;
    if (fault !== undefined) return `has "${address}", which ${fault}`;
  }
  return undefined;
}

/** What the configuration may say of a `tcp` transport. */
export const transportInfo = {
  format: "1.0",
  class: Tcp,
  author: "The Kōzō authors",
  version: "1.0",
  description: "A standard TCP connection.",
  config: {
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
  },
  check({ address, socksProxy }: TcpConfig) {
    const ofAddress = addressFault(address);
    const ofProxy = torEndpointFault(socksProxy);
    return {
      ...ofAddress !== undefined && { address: ofAddress },
      ...ofProxy !== undefined && { socksProxy: ofProxy },
    };
  },
} satisfies TransportInfo;
