import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
// @ts-types="npm:@types/ssh2@1.15.6"
import {
  type AuthContext,
  type Connection,
  type PublicKeyAuthContext,
  Server,
  utils,
} from "ssh2";
import { LinkError, LinkReason } from "../errors.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";
import { printable } from "../text.ts";
import { sshAlgorithms } from "./algorithms.ts";
import type { SshCredentials } from "./client.ts";
import { toLinkError } from "../link/failure.ts";
import { freeCiphers } from "./free-ciphers.ts";
import { describeKey, findNodeByKey } from "./identity.ts";
import { SSH_IDENT, type SshSession, STREAM_NAME } from "./session.ts";

/** Tries to authenticate that one connection has: it asks whether a key will do, then signs. */
const MAX_AUTHENTICATIONS = 2;

/** What an SSH client says before anything else. */
const FIRST_WORDS = "SSH-";

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
 * @throws {LinkError} with the reason
 * @throws the signal's reason when that is aborted
 */
export function authenticateAsServer(
  socket: Duplex,
  { system, privateKey }: SshCredentials,
  signal: AbortSignal,
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
  if (signal.aborted) {
    onAbort();
    return promise;
  }

  // Clients that were refused may reset the connection instead of closing it.
  socket.on("error", (error) => {
    fail(doorman.refusal ?? toLinkError(error, "The socket broke"));
  });
  socket.on("close", () => fail(doorman.whyClosed()));
  socket.once("data", (bytes: Buffer) => {
    // ssh2 would wait for better words, up to the deadline.
    if (!doorman.hear(bytes)) fail(doorman.whyClosed());
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
    connection.on("close", () => freeCiphers(connection));
    connection.on("authentication", (attempt) => {
      if (doorman.judge(attempt)) return;
      // Others may be on their way already: they are not even looked at.
      connection.removeAllListeners("authentication");
      connection.end();
    });
    connection.on("openssh.streamlocal", (accept, refuse, { socketPath }) => {
      const peer = doorman.peer;
      if (socketPath !== STREAM_NAME || peer === undefined) return refuse();
      connection.removeAllListeners("openssh.streamlocal");
      signal.removeEventListener("abort", onAbort);
      resolve({ peer, session: toSession(accept(), socket, connection) });
    });
  });
  // It asks for a net.Socket, and needs no more than a Duplex.
  server.injectSocket(socket as Socket);
  return promise;
}

function toSession(
  stream: Duplex,
  socket: Duplex,
  connection: Connection,
): SshSession {
  return { stream, socket, connection, rekey: () => connection.rekey() };
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

/** Judges who may come in, and remembers why somebody may not. */
class Doorman {
  readonly #system: System;
  #attempts = 0;
  /** Whether it was told that a key will do. */
  #isAsked = false;
  #heard = "";
  #peer: Node | undefined;
  #refusal: LinkError | undefined;

  constructor(system: System) {
    this.#system = system;
  }

  /** The node that has proven to be itself. */
  get peer(): Node | undefined {
    return this.#peer;
  }

  /** Why the last attempt was refused. */
  get refusal(): LinkError | undefined {
    return this.#refusal;
  }

  /** Takes the first bytes, and tells whether they may be those of SSH. */
  hear(bytes: Buffer): boolean {
    this.#heard = bytes.subarray(0, 64).toString("latin1");
    return FIRST_WORDS.startsWith(this.#heard.slice(0, FIRST_WORDS.length));
  }

  /** Answers an attempt, and tells whether there may be another. */
  judge(attempt: AuthContext): boolean {
    this.#attempts++;
    if (attempt.method === "publickey") {
      this.#refusal = this.#judgeKey(attempt);
      if (this.#refusal === undefined) attempt.accept();
      else attempt.reject(["publickey"]);
    } else {
      this.#refusal ??= new LinkError(
        LinkReason.UnknownKey,
        `It offers no public key, but "${printable(attempt.method)}"`,
      );
      attempt.reject(["publickey"]);
    }
    return this.#peer !== undefined || this.#attempts < MAX_AUTHENTICATIONS ||
      this.#refusal === undefined;
  }

  /** Why the connection ended, as far as can be said. */
  whyClosed(): LinkError {
    if (this.#refusal !== undefined) return this.#refusal;
    const heard = printable(JSON.stringify(this.#heard.trimEnd()));
    if (this.#heard === "") {
      return new LinkError(LinkReason.Lost, "It hung up without a word");
    }
    return this.#heard.startsWith(FIRST_WORDS)
      ? new LinkError(LinkReason.Lost, `It hung up after ${heard}`)
      : new LinkError(
        LinkReason.Handshake,
        `It does not speak SSH: its first words are ${heard}`,
      );
  }

  #judgeKey(attempt: PublicKeyAuthContext): LinkError | undefined {
    const node = findNodeByKey(this.#system, attempt.key.data);
    if (node === undefined || node.isSelf) {
      return new LinkError(
        LinkReason.UnknownKey,
        "Its key is " + describeKey(this.#system, attempt.key.data),
      );
    }
    if (attempt.username !== node.name) {
      return new LinkError(
        LinkReason.WrongName,
        `It calls itself "${printable(attempt.username)}", but its key is ` +
          `that of "${node.name}"`,
      );
    }
    if (attempt.signature === undefined) return this.#judgeQuestion(node);
    if (!isSigned(attempt)) {
      return new LinkError(
        LinkReason.UnknownKey,
        `It has the public key of "${node.name}", but not the private one`,
      );
    }
    this.#peer = node;
    return undefined;
  }

  /** Public keys are no secret: asking for one's use proves nothing. */
  #judgeQuestion(node: Node): LinkError | undefined {
    if (this.#isAsked) {
      return new LinkError(
        LinkReason.UnknownKey,
        `It asks again and again whether the key of "${node.name}" will do`,
      );
    }
    this.#isAsked = true;
    return undefined;
  }
}

/** `verify` returns an error, which counts as true, when a key is broken. */
function isSigned({ key, blob, signature, hashAlgo }: PublicKeyAuthContext) {
  const parsed = utils.parseKey(key.data);
  if (parsed instanceof Error || !blob || !signature) return false;
  const one = Array.isArray(parsed) ? parsed[0] : parsed;
  return one?.verify(blob, signature, hashAlgo) === true;
}
