import type { Socket } from "node:net";
import { LinkError, LinkReason } from "kozo";

/**
 * Gives the end of a connection through Tor its reason, unless the nodes have
 * said good-bye before: all that can be seen of a circuit that was torn down is
 * a connection that ends, or breaks.
 */
export function nameItsEnd(socket: Socket): Socket {
  const destroy = socket._destroy.bind(socket);
  socket._destroy = (error, callback) =>
    destroy(error, () => callback(error && broken(error)));
  return socket.once("end", () => socket.destroy(broken()));
}

function broken(cause?: Error): LinkError {
  if (cause instanceof LinkError) return cause;
  return new LinkError(
    LinkReason.Circuit,
    "the circuit through Tor, or the node at its other end, is gone",
    { cause },
  );
}
