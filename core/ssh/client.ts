import type { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
import { LinkError, LinkReason } from "../errors.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";
import { sshAlgorithms } from "./algorithms.ts";
import { toLinkError } from "../failure.ts";
import { tendCiphers } from "./tend-ciphers.ts";
import { describeKey, isKeyOf, keyFingerprint } from "./identity.ts";
import { SSH_IDENT, type SshSession, STREAM_NAME } from "./session.ts";
import { Client, type ClientChannel } from "./ssh2.ts";

/** What both ends need to authenticate themselves and each other. */
export interface SshCredentials {
  /** Who has which key, and which node this one is. */
  readonly system: System;
  /** This node's private key as the text of its file. */
  readonly privateKey: string;
}

/** Is told how far an authentication has come. */
export interface ClientProgress {
  /** The far end has shown its key, which may be a wrong one. */
  onHostKey?(key: Uint8Array): void;
  /** Both ends have proven who they are. */
  onAuthenticated?(): void;
}

/**
 * Makes sure that `other` is at the far end of `socket`, proves to be this
 * node, and opens the stream. The socket is destroyed when that fails.
 *
 * @throws {LinkError} with the reason
 * @throws the signal's reason when that is aborted
 */
export function authenticateAsClient(
  socket: Duplex,
  other: Node,
  { system, privateKey }: SshCredentials,
  signal: AbortSignal,
  progress: ClientProgress = {},
): Promise<SshSession> {
  const { promise, resolve, reject } = Promise.withResolvers<SshSession>();
  const client = new Client();
  const ciphers = tendCiphers(client);
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

  const why = (error: Error & { readonly level?: string }) =>
    error.level === "client-authentication"
      ? keyRefused(system, other, error)
      : toLinkError(error, `Cannot talk to "${other.name}"`);
  let wrongKey: LinkError | undefined;
  client.on("error", (error) => fail(wrongKey ?? why(error)));
  client.on("close", () => fail(wrongKey ?? hungUp(other)));
  client.on("ready", () => {
    progress.onAuthenticated?.();
    openStream(client).then((stream) => {
      signal.removeEventListener("abort", onAbort);
      resolve({ stream, socket, connection: client, ciphers });
    }, (error) => fail(toLinkError(error, `"${other.name}" gave no stream`)));
  });
  client.connect({
    sock: socket,
    username: system.self.name,
    privateKey,
    authHandler: ["publickey"],
    algorithms: sshAlgorithms(system.self.settings),
    ident: SSH_IDENT,
    // Else only OpenSSH's own servers are asked for a stream.
    strictVendor: false,
    readyTimeout: 0,
    keepaliveInterval: 0,
    // ssh2 accepts whatever is not exactly `false`, a promise for instance.
    hostVerifier: (key: Buffer): boolean => {
      progress.onHostKey?.(key);
      if (isKeyOf(other, key)) return true;
      wrongKey = wrongHostKey(system, other, key);
      return false;
    },
  });
  return promise;
}

function openStream(client: Client): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(STREAM_NAME, (error, stream) => {
      if (error === undefined) resolve(stream);
      else reject(error);
    });
  });
}

function wrongHostKey(
  system: System,
  other: Node,
  found: Uint8Array,
): LinkError {
  return new LinkError(
    LinkReason.WrongHostKey,
    `Expected the key of "${other.name}", found ${describeKey(system, found)}` +
      ": check that the address leads to the right machine, and the " +
      `"publicKey" of "${other.name}" in the configuration of ` +
      `"${system.self.name}" (which says ${
        keyFingerprint(Uint8Array.fromBase64(keyData(other)))
      })`,
  );
}

function keyRefused(system: System, other: Node, cause: Error): LinkError {
  const { name } = system.self;
  return new LinkError(
    LinkReason.KeyRefused,
    `"${other.name}" does not accept our key: its configuration should have ` +
      `the node "${name}", with the public key that this one's has`,
    { cause },
  );
}

function keyData(node: Node): string {
  return node.publicKey.split(" ")[1] ?? "";
}

function hungUp(other: Node): LinkError {
  return new LinkError(
    LinkReason.Lost,
    `"${other.name}" hung up before both had authenticated themselves`,
  );
}
