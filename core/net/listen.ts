import { createServer, type Server, type Socket } from "node:net";
import { StartError } from "../errors.ts";
import { hasCode } from "../failure.ts";
import type { Handoff } from "../handoff.ts";
import { messageOf } from "../text.ts";

/** Where to listen. */
export interface ListenOptions {
  /** An address of this machine; empty: all of them, by IPv6 and IPv4. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** Connections that the system keeps until they are accepted. */
  readonly backlog: number;
  /** Who listens, for messages: `the transport "tcp" of "clock"`. */
  readonly owner: string;
  /** Gets what goes wrong later on. */
  readonly onError: (error: Error) => void;
}

/**
 * Listens on a TCP port until `signal` is aborted, and gives away the sockets
 * of those who connect. What is written to them goes out at once; each has an
 * `error` listener, and whoever takes it attaches a better one.
 *
 * @throws {StartError} when that cannot be, with what to do about it
 *
 * @example
 * ```ts
 * import { Handoff, listenTcp } from "kozo";
 * import assert from "node:assert/strict";
 * import type { Socket } from "node:net";
 *
 * const connections = new Handoff<Socket>();
 * const { signal } = new AbortController();
 * const options = {
 *   ...{ host: "192.0.2.1", port: 6020, backlog: 1 },
 *   ...{ owner: "this example", onError() {} },
 * };
 * await assert.rejects(
 *   listenTcp(connections, options, signal),
 *   { name: "StartError" },
 * );
 * ```
 */
export async function listenTcp(
  connections: Handoff<Socket>,
  options: ListenOptions,
  signal: AbortSignal,
): Promise<void> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    connections.give(socket);
  });
  try {
    await listen(server, options);
  } catch (error) {
    throw cannotListen(options, error);
  }
  server.on("error", options.onError);
  signal.addEventListener("abort", () => server.close(), { once: true });
}

/** Without an address to bind to: all of IPv6 and IPv4, or IPv4 alone. */
async function listen(server: Server, options: ListenOptions): Promise<void> {
  if (options.host !== "") return await listenAt(server, options);
  try {
    await listenAt(server, { ...options, host: "::" });
  } catch (error) {
    if (!hasCode(error, "EAFNOSUPPORT", "EADDRNOTAVAIL")) throw error;
    await listenAt(server, { ...options, host: "0.0.0.0" });
  }
}

function listenAt(
  server: Server,
  { host, port, backlog }: ListenOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function cannotListen(
  { host, port, owner }: ListenOptions,
  cause: unknown,
): StartError {
  const where = host === "" ? "" : ` of "${host}"`;
  const remedy = hasCode(cause, "EADDRINUSE")
    ? 'another program listens there: stop it, or choose another "port" for ' +
      owner
    : hasCode(cause, "EACCES")
    ? 'ports below 1024 are for root: choose another "port"'
    : `${messageOf(cause)}: check the address and the "port" of ${owner}`;
  return new StartError(`Cannot listen on port ${port}${where}: ${remedy}`, {
    cause,
  });
}
