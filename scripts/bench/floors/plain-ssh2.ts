import { once } from "node:events";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
// @ts-types="npm:@types/ssh2@1.15.6"
import { Client, type Connection, Server, utils } from "ssh2";
import { dialSocket, type FloorStreams, tcpStreams } from "./tcp-streams.ts";

/** What a client asks for, as a node does. */
const STREAM = "bench";

/**
 * The channels that ssh2 gives a program that asks for no algorithm: its own
 * choice of algorithms, and nobody's key is looked at: this end has one
 * that is made here.
 */
export function plainSsh2(): FloorStreams {
  const { private: privateKey } = utils.generateKeyPairSync("ed25519");
  return {
    async listen(port, take) {
      await tcpStreams.listen(port, (socket) => {
        const server = new Server({ hostKeys: [privateKey] }, (connection) => {
          serve(connection, take);
        });
        // It asks for a net.Socket, and gets one.
        server.injectSocket(socket as Socket);
      });
    },
    async dial(port) {
      const sock = await dialSocket(port);
      const client = new Client();
      // The benchmark has a limit of its own: a machine that stood still for a
      // while must not end a run of 20 minutes.
      client.connect({ sock, username: "bench", privateKey, readyTimeout: 0 });
      await once(client, "ready");
      return await new Promise<Duplex>((resolve, reject) => {
        client.openssh_forwardOutStreamLocal(STREAM, (error, stream) => {
          if (error === undefined) resolve(stream);
          else reject(error);
        });
      });
    },
  };
}

function serve(connection: Connection, take: (stream: Duplex) => void): void {
  // A client that ends may do so without a word.
  connection.on("error", () => {});
  connection.on("authentication", (attempt) => attempt.accept());
  connection.on("openssh.streamlocal", (accept) => take(accept()));
}
