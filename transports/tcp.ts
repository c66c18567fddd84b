import {
  connect,
  createServer,
  isIPv6,
  type Server,
  type Socket,
} from "node:net";
import type { Duplex } from "node:stream";
import {
  AuthenticatedTransport,
  type Channel,
  Handoff,
  messageOf,
  Priority,
  StartError,
  type Transport,
  type TransportInfo,
} from "kozo";

interface TcpConfig {
  readonly address: readonly string[];
  readonly bindAddress: string;
  readonly port: number;
  readonly socketConnectionBacklog: number;
}

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
    const server = createServer({ noDelay: true }, (socket) => {
      // Whoever takes it attaches a better one.
      socket.on("error", () => {});
      this.#connections.give(socket);
    });
    try {
      await this.#listen(server);
    } catch (error) {
      throw this.#cannotListen(error);
    }
    server.on("error", (error) => this.error("Listening failed:", error));
    this.signal.addEventListener("abort", () => server.close(), { once: true });
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
    return dial(host, port, signal);
  }

  #parse(address: string): { host: string; port: number } {
    const isBareIpv6 = isIPv6(address);
    const [, ipv6, name, digits = this.config.port] = ADDRESS.exec(address) ??
      [];
    const host = isBareIpv6 ? address : ipv6 ?? name ?? "";
    const port = isBareIpv6 ? this.config.port : Number(digits);
    const isPort = port >= 1 && port <= 65535;
    if (host !== "" && !NO_HOST.test(host) && isPort) return { host, port };
    throw new StartError(
      `Cannot use "${address}" as an "address" of the transport ` +
        `"${this.name}" of "${this.node.name}": write a name or an IP ` +
        'address, "name:port" or "[IPv6]:port", with commas between several',
    );
  }

  /** Without an address to bind to: all of IPv6 and IPv4, or IPv4 alone. */
  async #listen(server: Server): Promise<void> {
    const { bindAddress } = this.config;
    if (bindAddress !== "") return await listen(server, bindAddress, this);
    try {
      await listen(server, "::", this);
    } catch (error) {
      if (!hasCode(error, "EAFNOSUPPORT", "EADDRNOTAVAIL")) throw error;
      await listen(server, "0.0.0.0", this);
    }
  }

  #cannotListen(cause: unknown): StartError {
    const { bindAddress, port } = this.config;
    const where = bindAddress === "" ? "" : ` of "${bindAddress}"`;
    const remedy = hasCode(cause, "EADDRINUSE")
      ? "another program listens there: stop it, or choose another " +
        `"port" for the transport "${this.name}" of "${this.node.name}"`
      : hasCode(cause, "EACCES")
      ? 'ports below 1024 are for root: choose another "port"'
      : `${messageOf(cause)}: check "bindAddress" and "port"`;
    return new StartError(
      `Cannot listen on port ${port}${where}: ${remedy}`,
      { cause },
    );
  }
}

function listen(server: Server, host: string, { config }: Tcp): Promise<void> {
  const { port, socketConnectionBacklog: backlog } = config;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function dial(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // Without noDelay a small message may wait 40 ms for the one before it.
    const socket = connect({ host, port, noDelay: true });
    const onAbort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", (error) => {
      signal.removeEventListener("abort", onAbort);
      reject(error);
    });
    socket.once("connect", () => {
      signal.removeEventListener("abort", onAbort);
      resolve(socket);
    });
  });
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error &&
    codes.includes(String(error.code));
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
      description: "Address to listen on. Default: all interfaces.",
    },
    port: {
      default: 6020,
      type: "integer",
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
  },
} satisfies TransportInfo;
