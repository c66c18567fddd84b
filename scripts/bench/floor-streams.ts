import { once } from "node:events";
import * as tls from "node:tls";
import { loadConfig } from "../../core/config/load.ts";
import { drawBlueprint, findNode } from "../../core/runtime/system-builder.ts";
import {
  authenticateAsClient,
  type SshCredentials,
} from "../../core/ssh/client.ts";
import { readPrivateKey } from "../../core/ssh/keys.ts";
import { authenticateAsServer } from "../../core/ssh/server.ts";
import {
  dialSocket,
  type FloorStreams,
  HOST,
  tcpStreams,
} from "./tcp-streams.ts";
import { readCertificates } from "./peers/certificates.ts";
import { benchRegistry } from "./registry.ts";

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
      const socket = await dialSocket(port);
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
      const socket = await dialSocket(port);
      return (await authenticateAsClient(socket, other, credentials, signal))
        .stream;
    },
  };
}

/** What a node of the network proves itself with. */
export async function readCredentials(name: string): Promise<SshCredentials> {
  const config = await loadConfig("config.yml", benchRegistry());
  const { privateKey, publicKey } = findNode(config, name);
  const { system } = drawBlueprint(config, name);
  return { system, privateKey: await readPrivateKey(privateKey, publicKey) };
}
