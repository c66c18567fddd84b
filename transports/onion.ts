import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import {
  asCircuit,
  AuthenticatedTransport,
  type Channel,
  dialSocket,
  dialThroughTor,
  Handoff,
  type LinkError,
  listenTcp,
  type Node,
  parseEndpoint,
  Priority,
  StartError,
  TOR_LIMITS,
  type Transport,
  type TransportFault,
  type TransportInfo,
  type TransportSurroundings,
} from "kozo";
import {
  ONION_OPTIONS,
  type OnionConfig,
  optionFaults,
} from "./onion/options.ts";
import { serviceFaults } from "./onion/inspect.ts";
import {
  emptyService,
  mayConnect,
  whyNoConnection,
} from "./onion/onion-end.ts";
import { ownKey } from "./onion/own-key.ts";
import {
  clientOrders,
  LOOPBACK,
  ownService,
  type TorOrders,
} from "./onion/own-orders.ts";
import { TorSession } from "./onion/tor-session.ts";

/** Links through Tor's onion services: slow, but nobody sees who is where. */
export class Onion extends AuthenticatedTransport<OnionConfig> {
  readonly #connections = new Handoff<Socket>();
  /** What this node has to do with its Tor, if it gives it orders. */
  #session: TorSession | undefined;
  /** Whether the node has started, and takes connections. */
  #isOpen = false;

  override getPriority(): Priority {
    return Priority.MEH;
  }

  override getConnectTimeout(): number {
    return TOR_LIMITS.connect;
  }

  override getHandshakeTimeout(): number {
    return TOR_LIMITS.handshake;
  }

  override getPatience(): number {
    return TOR_LIMITS.patience;
  }

  /** What Tor says of itself and of the node's service, where it is asked. */
  override getTrouble(): LinkError | undefined {
    return this.#session?.trouble;
  }

  override canAccept(): boolean {
    return !this.config.outgoingOnly;
  }

  override canConnect(other: Transport): boolean {
    return other instanceof Onion && mayConnect(this, other);
  }

  override whyNotConnect(other: Transport): string | undefined {
    return other instanceof Onion ? whyNoConnection(this, other) : undefined;
  }

  override inspect(
    { nodes, ...rest }: TransportSurroundings,
  ): Promise<TransportFault[]> {
    const others = onionsOf(nodes.values())
      .filter(({ node }) => node !== this.node);
    return serviceFaults(this, { others, ...rest });
  }

  /** @throws {StartError} when it cannot have the service that it should */
  override async localInit(): Promise<void> {
    const where = this.config.controlPort;
    const endpoint = where === null ? undefined : parseEndpoint(where);
    if (where === null || endpoint === undefined) return;
    const { environment, log, signal } = this.host;
    const orders = await this.#makeOrders();
    if (orders.withheld !== undefined) throw new StartError(orders.withheld);
    this.#session = new TorSession({
      orders,
      endpoint,
      where,
      environment,
      log,
    });
    void this.#session.run(signal);
  }

  /**
   * Tells Tor who may come now, and by what it gets in elsewhere. Where nobody
   * may come any more, the service goes: it would go on for those of before.
   */
  override async nodesChanged(): Promise<void> {
    this.#session?.follow(await this.#makeOrders());
  }

  /** Listens until the node stops. */
  override async bind(): Promise<void> {
    await listenTcp(this.#connections, {
      host: LOOPBACK,
      port: this.config.port,
      backlog: this.config.socketConnectionBacklog,
      owner: `the transport "${this.name}" of "${this.node.name}"`,
      onError: (error) => this.error("Listening failed:", error),
    }, this.signal);
  }

  override accept(signal: AbortSignal): Promise<Channel> {
    if (!this.#isOpen) {
      const { address, port } = this.config;
      this.info(`Listening on port ${port} for ${address}`);
    }
    this.#isOpen = true;
    return super.accept(signal);
  }

  override async acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Duplex> {
    return asCircuit(await this.#connections.take(signal));
  }

  override getUnauthenticatedConnectAddresses(other: Onion): string[] {
    const { address, port, onionPort } = other.config;
    return address === null ? [] : [`${address}:${onionPort ?? port}`];
  }

  override async getUnauthenticatedSocket(
    _other: Transport,
    _addressIndex: number,
    address: string,
    signal: AbortSignal,
  ): Promise<Duplex> {
    const [host = "", digits] = address.split(":");
    const port = Number(digits);
    const { socksProxy, transparent } = this.config;
    await this.#session?.ready(signal);
    return transparent
      ? asCircuit(await dialSocket({ host, port }, signal))
      : await dialThroughTor(host, port, socksProxy, signal);
  }

  /** What Tor is told whenever it has started, and at the end. */
  async #makeOrders(): Promise<TorOrders> {
    const others = onionsOf(this.host.system.others);
    const { orders, farewell } = clientOrders(this, others, this.host);
    // The node itself may run beside a stand-in, or start meanwhile: it is to
    // have its service, and the keys that it has given to Tor.
    if (this.host.isStandIn) return { orders, farewell: [] };
    if (!this.canAccept()) return { orders, farewell };
    const key = await ownKey(this, this.host.folder);
    const service = ownService(this, key, others, this.host);
    return service === undefined
      ? { orders, farewell, withheld: emptyService(this) }
      : { orders, farewell, service };
  }
}

function onionsOf(nodes: Iterable<Node>): Onion[] {
  return [...nodes].flatMap(({ transports }) => [...transports.values()])
    .filter((one) => one instanceof Onion);
}

/** What the configuration may say of an `onion` transport. */
export const transportInfo = {
  format: "1.0",
  class: Onion,
  author: "The Kōzō authors",
  version: "1.0",
  description: "A connection through Tor, to an onion service.",
  config: ONION_OPTIONS,
  check: optionFaults,
} satisfies TransportInfo;
