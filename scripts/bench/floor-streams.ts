import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { loadConfig } from "../../core/config/load.ts";
import { drawBlueprint, findNode } from "../../core/runtime/system-builder.ts";
import {
  authenticateAsClient,
  type SshCredentials,
} from "../../core/ssh/client.ts";
import { readPrivateKey } from "../../core/ssh/keys.ts";
import { authenticateAsServer } from "../../core/ssh/server.ts";
import { readCertificates } from "./peers/certificates.ts";
import { benchRegistry } from "./registry.ts";

/** Nothing leaves this machine. */
const HOST = "127.0.0.1";

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
  dial,
};

/** TLS over such sockets; each end has a certificate, and checks the other's. */
export async function tlsStreams(): Promise<FloorStreams> {
  const certificates = await readCertificates();
  return {
    async listen(port, take) {
      const options = {
        ...certificates,
        noDelay: true,
        requestCert: true,
        rejectUnauthorized: true,
      };
      const server = tls.createServer(options, take);
      await once(server.listen({ host: HOST, port }), "listening");
    },
    async dial(port) {
      const socket = await dial(port);
      const secure = tls.connect({ ...certificates, host: HOST, socket });
      await once(secure, "secureConnect");
      return secure;
    },
  };
}

/**
 * The SSH streams that a link would use, with the same keys and algorithms.
 *
 * @param name the node whose key is used
 * @param peer the node that is dialled
 */
export async function sshStreams(
  name: string,
  peer: string,
): Promise<FloorStreams> {
  const credentials = await readCredentials(name);
  const other = credentials.system.nodes.get(peer);
  if (other === undefined) throw new RangeError(`There is no node "${peer}"`);
  const { signal } = new AbortController();
  return {
    async listen(port, take) {
      await tcpStreams.listen(port, async (socket) => {
        const guest = await authenticateAsServer(socket, credentials, signal);
        take(guest.session.stream);
      });
    },
    async dial(port) {
      const socket = await dial(port);
      return (await authenticateAsClient(socket, other, credentials, signal))
        .stream;
    },
  };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ host: HOST, port, noDelay: true });
  await once(socket, "connect");
  return socket;
}

async function readCredentials(name: string): Promise<SshCredentials> {
  const config = await loadConfig("config.yml", benchRegistry());
  const { privateKey, publicKey } = findNode(config, name);
  const { system } = drawBlueprint(config, name);
  return { system, privateKey: await readPrivateKey(privateKey, publicKey) };
}
