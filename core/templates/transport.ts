import { connect, createServer, type Socket } from "node:net";
import {
  AuthenticatedTransport,
  Handoff,
  messageOf,
  StartError,
  type Transport,
  type TransportInfo,
} from "kozo";

/** The options of the transport, as `transportInfo` describes them. */
interface StarterConfig {
  readonly path: string;
}

/**
 * Links nodes on one machine over Unix sockets. It only moves bytes: that both
 * ends prove who they are, and that nobody can listen in, is the work of
 * `AuthenticatedTransport`.
 */
class Starter extends AuthenticatedTransport<StarterConfig> {
  /** From the listener, that has sockets, to Kōzō, which waits for one. */
  readonly #connections = new Handoff<Socket>();

  /** Called once on the node that has the transport: listens till it stops. */
  override async bind(): Promise<void> {
    const { path } = this.config;
    const server = createServer((socket) => {
      // Without one an error would end the program; Kōzō attaches its own.
      socket.on("error", () => {});
      this.#connections.give(socket);
    });
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(path, resolve);
      });
    } catch (cause) {
      throw new StartError(
        `Cannot listen at "${path}": ${messageOf(cause)}; remove the file if ` +
          "no other node uses it",
        { cause },
      );
    }
    this.signal.addEventListener("abort", () => server.close());
  }

  /** Called again and again: waits for the next connection. */
  override acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Socket> {
    return this.#connections.take(signal);
  }

  /** Where another node's transport can be reached, the best first. */
  override getUnauthenticatedConnectAddresses(other: Transport): string[] {
    return other instanceof Starter ? [other.config.path] : [];
  }

  /** Connects to one of these addresses. */
  override getUnauthenticatedSocket(
    _other: Transport,
    _addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Socket> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const socket = connect(String(address));
      const giveUp = () => {
        socket.destroy();
        reject(signal.reason);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      const end = () => signal.removeEventListener("abort", giveUp);
      socket.once("error", (error) => {
        end();
        reject(error);
      });
      socket.once("connect", () => {
        end();
        resolve(socket);
      });
    });
  }
}

/** What Kōzō needs to know about this module. */
export const transportInfo = {
  format: "1.0",
  class: Starter,
  author: "You",
  version: "0.1",
  description: "Links nodes on one machine over Unix sockets.",
  // An option without a default has to be in the configuration.
  config: {
    path: {
      type: "path",
      description: "Where the node listens: a file of its own.",
    },
  },
} satisfies TransportInfo;
