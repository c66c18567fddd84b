import { connect, type Socket } from "node:net";
import type { Endpoint } from "./endpoint.ts";

/**
 * Connects to a host and port, or to a Unix socket. What is written goes out at
 * once: else a small message may wait 40 ms for the one before it.
 *
 * The socket has an `error` listener; whoever uses it attaches a better one.
 *
 * @throws the error of `node:net` when that fails
 * @throws the signal's reason when that is aborted; the socket is closed then
 *
 * @example
 * ```ts
 * import { dialSocket } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const { signal } = new AbortController();
 * const nobody = { host: "127.0.0.1", port: 1 };
 * await assert.rejects(dialSocket(nobody, signal), { code: "ECONNREFUSED" });
 * ```
 */
export function dialSocket(
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ ...endpoint, noDelay: true });
    const onAbort = () => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", (error) => {
      signal.removeEventListener("abort", onAbort);
      reject(error);
    });
    socket.once("connect", () => {
      signal.removeEventListener("abort", onAbort);
      resolve(socket);
    });
  });
}
