import type { Socket } from "node:net";
import { LinkError, LinkReason } from "kozo";

/**
 * Gives the end of a connection through Tor its reason, unless the nodes have
 * said good-bye before: all that can be seen of a circuit that was torn down is
 * a connection that ends.
 */
export function nameItsEnd(socket: Socket): Socket {
  return socket.once("end", () =>
    socket.destroy(
      new LinkError(
        LinkReason.Circuit,
        "the circuit through Tor, or the node at its other end, is gone",
      ),
    ));
}
