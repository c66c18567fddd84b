import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Nothing leaves this machine. */
export const HOST = "127.0.0.1";

/** Makes streams between two processes. */
export interface FloorStreams {
  /** Has `take` called with the stream of each connection to a port. */
  listen(port: number, take: (stream: Duplex) => void): Promise<void>;
  /** Connects to a port. */
  dial(port: number): Promise<Duplex>;
}

/** Sockets and nothing more. */
export const tcpStreams: FloorStreams = {
  async listen(port, take) {
    const server = createServer({ noDelay: true }, take);
    await once(server.listen({ host: HOST, port }), "listening");
  },
  dial: dialSocket,
};

/** Connects a socket to a port of this machine. */
export async function dialSocket(port: number): Promise<Socket> {
  const socket = connect({ host: HOST, port, noDelay: true });
  await once(socket, "connect");
  return socket;
}
