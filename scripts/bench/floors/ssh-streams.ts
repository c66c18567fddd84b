import { loadConfig } from "../../../core/config/load.ts";
import {
  drawBlueprint,
  findNode,
} from "../../../core/runtime/system-builder.ts";
import {
  authenticateAsClient,
  type SshCredentials,
} from "../../../core/ssh/client.ts";
import { readPrivateKey } from "../../../core/ssh/keys.ts";
import { authenticateAsServer } from "../../../core/ssh/server.ts";
import { benchRegistry } from "../registry.ts";
import { dialSocket, type FloorStreams, tcpStreams } from "./tcp-streams.ts";

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
async function readCredentials(name: string): Promise<SshCredentials> {
  const config = await loadConfig("config.yml", benchRegistry());
  const { privateKey, publicKey } = findNode(config, name);
  const { system } = drawBlueprint(config, name);
  return { system, privateKey: await readPrivateKey(privateKey, publicKey) };
}
