import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import {
  AuthenticatedTransport,
  type Channel,
  dialSocket,
  dialThroughTor,
  Handoff,
  listenTcp,
  Priority,
  StartError,
  TOR_LIMITS,
  type Transport,
  type TransportFault,
  type TransportInfo,
} from "kozo";
import {
  addressFault,
  formatAddress,
  type HostAndPort,
  isLoopback,
  isOnion,
  parseAddress,
} from "./tcp/address.ts";
import { optionFaults, TCP_OPTIONS, type TcpConfig } from "./tcp/options.ts";

/** Plain TCP: the fastest and most reliable transport. */
export class Tcp extends AuthenticatedTransport<TcpConfig> {
  readonly #connections = new Handoff<Socket>();
  /** Whether the node has started, and takes connections. */
  #isOpen = false;

  override getPriority(): Priority {
    return Priority.BEST;
  }

  /** Who is only reached through Tor hardly wants to be found without it. */
  override inspect(): TransportFault[] {
    const { address, bindAddress, port } = this.config;
    const isHidden = address.length > 0 && address.every(isOnion);
    if (!isHidden || isLoopback(bindAddress)) return [];
    return [{
      severity: "warning",
      option: "bindAddress",
      message:
        `"${this.node.name}" has only onion addresses, and yet whoever ` +
        `reaches this machine can connect to its port ${port}: write ` +
        '"bindAddress: 127.0.0.1", unless its Tor is on another machine',
    }];
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

  // Onion services take their time; everybody else gets what is usual.

  override getConnectTimeout(address?: unknown): number {
    return this.#isSlow(address)
      ? TOR_LIMITS.connect
      : super.getConnectTimeout(address);
  }

  override getHandshakeTimeout(address?: unknown): number {
    return this.#isSlow(address)
      ? TOR_LIMITS.handshake
      : super.getHandshakeTimeout(address);
  }

  override getPatience(address?: unknown): number {
    return this.#isSlow(address)
      ? TOR_LIMITS.patience
      : super.getPatience(address);
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
    return other.config.address
      .map((address) => formatAddress(other.#parse(address)));
  }

  override getUnauthenticatedSocket(
    _other: Transport,
    _addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Duplex> {
    const { host, port } = this.#parse(String(address));
    const { socksProxy, transparent } = this.config;
    // No name server has to know which onion services somebody wants.
    return isOnion(host) && !transparent
      ? dialThroughTor(host, port, socksProxy, signal)
      : dialSocket({ host, port }, signal);
  }

  /** Whether Tor is between; of those who connect to this node it may be. */
  #isSlow(address: unknown): boolean {
    return address === undefined
      ? this.config.address.some(isOnion)
      : isOnion(String(address));
  }

  #parse(address: string): HostAndPort {
    const { port } = this.config;
    const place = parseAddress(address, port);
    if (place !== undefined) return place;
    // The check of the options has found it already, where it was asked.
    const fault = addressFault([address], port);
    throw new StartError(
      `"address" of the transport "${this.name}" of "${this.node.name}" ` +
        fault,
    );
  }
}

/** What the configuration may say of a `tcp` transport. */
export const transportInfo = {
  format: "1.0",
  class: Tcp,
  author: "The Kōzō authors",
  version: "1.0",
  description: "A standard TCP connection.",
  config: TCP_OPTIONS,
  check: optionFaults,
} satisfies TransportInfo;
