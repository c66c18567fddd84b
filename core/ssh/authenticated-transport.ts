import type { Duplex } from "node:stream";
import { withDeadline } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import { furthest, toLinkError } from "../failure.ts";
import type { Channel } from "../model/channel.ts";
import { Transport } from "../model/transport.ts";
import { messageOf } from "../text.ts";
import { authenticateAsClient } from "./client.ts";
import { Reception } from "./reception.ts";
import { SshChannel } from "./ssh-channel.ts";

/**
 * A transport whose medium moves bytes and nothing more: this class adds
 * authentication of both ends and encryption, by SSH. Its subclasses deal with
 * sockets: any `Duplex` of `node:stream`, a `net.Socket` for instance.
 *
 * @typeParam Config the options that its metadata describes
 *
 * @example Nodes on one machine that talk over Unix sockets
 * ```ts
 * import {
 *   AuthenticatedTransport,
 *   Handoff,
 *   type Transport,
 *   type TransportInfo,
 * } from "kozo";
 * import { connect, createServer, type Socket } from "node:net";
 *
 * class UnixSocket extends AuthenticatedTransport<{ readonly path: string }> {
 *   readonly #connections = new Handoff<Socket>();
 *
 *   override bind(): Promise<void> {
 *     const server = createServer((socket) => {
 *       socket.on("error", () => {}); // its user attaches a better one
 *       this.#connections.give(socket);
 *     });
 *     this.signal.addEventListener("abort", () => server.close());
 *     return new Promise((resolve, reject) => {
 *       server.once("error", reject).listen(this.config.path, resolve);
 *     });
 *   }
 *
 *   override acceptUnauthenticatedConnection(
 *     signal: AbortSignal,
 *   ): Promise<Socket> {
 *     return this.#connections.take(signal);
 *   }
 *
 *   override getUnauthenticatedConnectAddresses(other: Transport): string[] {
 *     return other instanceof UnixSocket ? [other.config.path] : [];
 *   }
 *
 *   override getUnauthenticatedSocket(
 *     _other: Transport,
 *     _addressIndex: number,
 *     address: unknown,
 *     signal: AbortSignal,
 *   ): Promise<Socket> {
 *     return new Promise((resolve, reject) => {
 *       const socket = connect(String(address));
 *       const giveUp = () => socket.destroy(new Error("It was called off"));
 *       signal.addEventListener("abort", giveUp);
 *       socket.once("error", reject).once("connect", () => {
 *         signal.removeEventListener("abort", giveUp);
 *         resolve(socket);
 *       });
 *     });
 *   }
 * }
 *
 * export const transportInfo = {
 *   format: "1.0",
 *   class: UnixSocket,
 *   author: "You",
 *   version: "1.0",
 *   description: "Links nodes on one machine.",
 *   config: {
 *     path: { type: "path", description: "Path of the socket." },
 *   },
 * } satisfies TransportInfo;
 * ```
 */
export abstract class AuthenticatedTransport<Config extends object = object>
  extends Transport<Config> {
  #reception: Reception | undefined;

  /**
   * Waits for the next connection to this transport.
   *
   * @returns its socket; whoever is at the other end is not known yet
   * @throws the signal's reason when that is aborted
   */
  abstract acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Duplex>;

  /**
   * The addresses at which this node can try to reach `other`, the best first.
   * Each is tried with {@link AuthenticatedTransport.getUnauthenticatedSocket}
   * until one works.
   */
  abstract getUnauthenticatedConnectAddresses(
    other: Transport,
  ): Iterable<unknown>;

  /**
   * Connects to `other`.
   *
   * @param addressIndex the place of `address` among the addresses, from 0
   * @param address one of the addresses
   * @throws any error when that fails
   * @throws the signal's reason when that is aborted
   */
  abstract getUnauthenticatedSocket(
    other: Transport,
    addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Duplex>;

  /**
   * Seconds that an address may take to answer. Default: 10.
   *
   * @param address one of those that this transport gave for the other
   */
  getConnectTimeout(_address?: unknown): number {
    return 10;
  }

  /**
   * Seconds that both ends may take to authenticate themselves. Default: 10.
   *
   * @param address as above; nothing: of whoever connects to this node
   */
  getHandshakeTimeout(_address?: unknown): number {
    return 10;
  }

  /**
   * Seconds of silence that a link survives, however short the heartbeats are.
   * Default: 0.
   *
   * @param address as above; nothing: of a link that another node has dialled
   */
  override getPatience(_address?: unknown): number {
    return super.getPatience();
  }

  /** Connects to the first of `other`'s addresses at which `other` answers. */
  override async connect(
    other: Transport,
    signal: AbortSignal,
  ): Promise<Channel> {
    const failures: LinkError[] = [];
    let index = 0;
    for (const address of this.getUnauthenticatedConnectAddresses(other)) {
      try {
        return await this.#connectTo(other, index++, address, signal);
      } catch (error) {
        signal.throwIfAborted();
        failures.push(toLinkError(error, String(address)));
        this.debug(`No ${other} at ${address}: ${messageOf(error)}`);
      }
    }
    throw furthest(failures) ??
      new LinkError(LinkReason.NoTransport, `${other} has no address`);
  }

  /** Waits for the next node that comes in and has proven who it is. */
  override accept(signal: AbortSignal): Promise<Channel> {
    this.#reception ??= new Reception({
      host: this.host,
      handshakeTimeout: this.getHandshakeTimeout(),
      next: (signal) => this.acceptUnauthenticatedConnection(signal),
    });
    return this.#reception.take(signal);
  }

  async #connectTo(
    other: Transport,
    index: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Channel> {
    const socket = await this.#inTime(
      "answer",
      this.getConnectTimeout(address),
      signal,
      async (limited) => {
        const socket = await this.getUnauthenticatedSocket(
          other,
          index,
          address,
          limited,
        );
        if (limited.aborted) socket.destroy();
        return socket;
      },
    );
    const session = await this.#inTime(
      "authentication",
      this.getHandshakeTimeout(address),
      signal,
      (limited) => authenticateAsClient(socket, other.node, this.host, limited),
    );
    const patience = this.getPatience(address);
    return new SshChannel(this.node, other.node, session, this.host, patience);
  }

  #inTime<T>(
    what: string,
    seconds: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const late = () =>
      new LinkError(LinkReason.Timeout, `no ${what} within ${seconds} s`);
    return withDeadline(this.host.environment, seconds, signal, late, work);
  }
}
