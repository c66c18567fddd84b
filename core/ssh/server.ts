import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { LinkError, LinkReason } from "../errors.ts";
import type { Node } from "../model/node.ts";
import { sshAlgorithms } from "./algorithms.ts";
import type { SshCredentials } from "./client.ts";
import { toLinkError } from "../failure.ts";
import { Doorman } from "./doorman.ts";
import { tendCiphers } from "./tend-ciphers.ts";
import { SSH_IDENT, type SshSession, STREAM_NAME } from "./session.ts";
import { Server } from "./ssh2.ts";

/** Off: links have a heartbeat of their own. ssh2 takes no plain "never". */
const NO_KEEPALIVE = 2 ** 31 - 1;

/** Who has come in. */
export interface Guest {
  readonly peer: Node;
  readonly session: SshSession;
}

/**
 * Proves to be this node to whoever is at the far end of `socket`, finds out
 * which node that is, and lets it open the stream. The socket is destroyed when
 * that fails.
 *
 * @param onStep is called for each step on the way, but not for a word alone
 * @throws {LinkError} with the reason
 * @throws the signal's reason when that is aborted
 */
export function authenticateAsServer(
  socket: Duplex,
  { system, privateKey }: SshCredentials,
  signal: AbortSignal,
  onStep: () => void = () => {},
): Promise<Guest> {
  const { promise, resolve, reject } = Promise.withResolvers<Guest>();
  const doorman = new Doorman(system);
  const fail = (error: unknown) => {
    signal.removeEventListener("abort", onAbort);
    socket.destroy();
    reject(error);
  };
  const onAbort = () => fail(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  else if (socket.destroyed) fail(doorman.whyEnded());
  if (socket.destroyed) return promise;

  // Clients that were refused may reset the connection instead of closing it.
  socket.on("error", (error) => fail(doorman.whyEnded(error)));
  socket.on("close", () => fail(doorman.whyEnded()));
  socket.once("data", (bytes: Buffer) => {
    // ssh2 would wait for better words, up to the deadline.
    if (!doorman.hear(bytes)) fail(doorman.whyEnded());
  });
  // A server for each connection: ssh2 names the socket of none.
  const server = new Server({
    hostKeys: [privateKey],
    algorithms: sshAlgorithms(system.self.settings),
    ident: SSH_IDENT,
    keepaliveInterval: NO_KEEPALIVE,
  }, (connection) => {
    connection.on("error", (error) => {
      fail(doorman.refusal ?? handshakeError(error));
    });
    const ciphers = tendCiphers(connection);
    connection.on("handshake", onStep);
    connection.on("authentication", (attempt) => {
      const mayGoOn = doorman.judge(attempt);
      if (doorman.peer !== undefined) onStep();
      if (mayGoOn) return;
      // Others may be on their way already: they are not even looked at.
      connection.removeAllListeners("authentication");
      connection.end();
    });
    connection.on("openssh.streamlocal", (accept, refuse, { socketPath }) => {
      const peer = doorman.peer;
      if (socketPath !== STREAM_NAME || peer === undefined) return refuse();
      connection.removeAllListeners("openssh.streamlocal");
      signal.removeEventListener("abort", onAbort);
      const session = {
        stream: accept(),
        socket,
        connection,
        ciphers,
        rekey: () => connection.rekey(),
      };
      resolve({ peer, session });
    });
  });
  // It asks for a net.Socket, and needs no more than a Duplex.
  server.injectSocket(socket as Socket);
  return promise;
}

/** What went wrong before anybody asked to be let in. */
function handshakeError(error: Error): LinkError {
  if (error.message !== "KEY_EXCHANGE_FAILED") {
    return toLinkError(error, "The SSH handshake failed");
  }
  return new LinkError(
    LinkReason.Handshake,
    "It broke the key exchange off: perhaps its configuration has another " +
      "public key for this node",
    { cause: error },
  );
}
