import type { Socket } from "node:net";
import { LinkError, LinkReason } from "../errors.ts";

/**
 * Gives the end of a connection through Tor its reason,
 * {@link LinkReason.Circuit}, unless the nodes have said good-bye before: all
 * that can be seen of a circuit that was torn down is a connection that ends,
 * or breaks. What {@link dialThroughTor} gives has that already.
 *
 * @returns the same socket
 *
 * @example
 * ```ts
 * import { asCircuit, LinkReason } from "kozo";
 * import assert from "node:assert/strict";
 * import { once } from "node:events";
 * import { Socket } from "node:net";
 *
 * const socket = asCircuit(new Socket());
 * const ended = once(socket, "error");
 * socket.emit("end");
 * const [error] = await ended;
 * assert.equal(error.reason, LinkReason.Circuit);
 * ```
 */
export function asCircuit(socket: Socket): Socket {
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
