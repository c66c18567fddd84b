import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import type { Socket } from "node:net";
// @ts-types="npm:@types/ssh2@1.15.6"
import {
  Client,
  type ClientChannel,
  type ConnectConfig,
  type Connection,
  Server,
  type ServerConfig,
} from "ssh2";
import { LinkError, type Settings, type System } from "kozo";
import { authenticateAsClient } from "../../core/ssh/client.ts";
import { tendCiphers } from "../../core/ssh/tend-ciphers.ts";
import { generateKeyPair, type KeyPair } from "../../core/ssh/keys.ts";
import { authenticateAsServer, type Guest } from "../../core/ssh/server.ts";
import type { SshSession } from "../../core/ssh/session.ts";
import { makeDuplexPair } from "../support/duplex-pair.ts";
import { settings } from "../support/settings.ts";
import { makeNode, makeSystem } from "../support/system.ts";

/** Who has which key. Eve is on no list. */
export const KEYS = {
  alice: generateKeyPair(),
  bob: generateKeyPair(),
  carol: generateKeyPair(),
  eve: generateKeyPair(),
};

/** The nodes of the network. */
export type Name = "alice" | "bob" | "carol";

/** What differs from a network at its defaults. */
export interface Differences {
  readonly settings?: Partial<Settings>;
  readonly keys?: Partial<Record<Name, KeyPair>>;
}

/** The network as one of its nodes sees it. */
export function systemOf(
  self: Name,
  differences: Differences = {},
): System {
  const node = (name: Name) =>
    makeNode(name, {
      isSelf: name === self,
      publicKey: keysOf(name, differences).publicKey.trim(),
      settings: { ...settings, ...differences.settings },
    });
  const others = (["alice", "bob", "carol"] as const)
    .filter((name) => name !== self);
  return makeSystem(node(self), ...others.map(node));
}

function keysOf(name: Name, { keys }: Differences): KeyPair {
  return keys?.[name] ?? KEYS[name];
}

/** Something that stands at bob's door. */
export interface Visit extends AsyncDisposable {
  /** The visitor's end of the connection. */
  readonly socket: Duplex;
  /** Bob's end of the connection. */
  readonly inside: Duplex;
  readonly guest: Promise<Guest>;
  readonly abort: AbortController;
}

/**
 * Connects a socket with bob, who waits for whoever speaks on it.
 *
 * @param ends of the connection, bob's last
 */
export function visitBob(
  differences: Differences = {},
  [socket, inside]: readonly [Duplex, Duplex] = makeDuplexPair(),
): Visit {
  const abort = new AbortController();
  socket.on("error", () => {});
  const guest = authenticateAsServer(inside, {
    system: systemOf("bob", differences),
    privateKey: keysOf("bob", differences).privateKey,
  }, abort.signal);
  guest.catch(() => {});
  return {
    socket,
    inside,
    guest,
    abort,
    [Symbol.asyncDispose]: () => closeAll(socket, inside),
  };
}

/** Makes sure that bob refuses, and why, and that nothing is left open. */
export async function refusalOf(visit: Visit): Promise<LinkError> {
  const error = await visit.guest.then(
    ({ peer }) => assert.fail(`${peer} was let in`),
    (error: unknown) => error,
  );
  assert.ok(error instanceof LinkError, `Not a LinkError: ${error}`);
  assert.ok(visit.inside.destroyed);
  return error;
}

/** A visit by a client of SSH that does what its options say. */
export interface ClientVisit extends Visit {
  readonly client: Client;
  /** The client's failure, if it fails. */
  readonly failure: Promise<Error>;
}

/** Has a client of SSH visit bob. */
export function clientVisitsBob(
  config: ConnectConfig,
  differences: Differences = {},
): ClientVisit {
  const visit = visitBob(differences);
  const client = new Client();
  const failure = new Promise<Error>((resolve) => {
    client.on("error", resolve);
    client.on("close", () => resolve(new Error("closed")));
  });
  client.connect({
    sock: visit.socket,
    username: "alice",
    authHandler: ["publickey"],
    hostVerifier: () => true,
    strictVendor: false,
    readyTimeout: 0,
    ...config,
  });
  return { ...visit, client, failure };
}

/** Waits until a client is let in. */
export function ready({ client, failure }: ClientVisit): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once("ready", resolve);
    failure.then(reject);
  });
}

/** Asks for a stream by its name. */
export function askForStream(
  client: Client,
  name: string,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(
      name,
      (error, stream) => error === undefined ? resolve(stream) : reject(error),
    );
  });
}

/** A server that alice has been led to. */
export interface Meeting extends AsyncDisposable {
  readonly session: Promise<SshSession>;
  readonly abort: AbortController;
  /** Alice's end of the connection. */
  readonly socket: Duplex;
  /** The other end of the connection. */
  readonly outside: Duplex;
}

/** Connects alice, who wants to talk to bob, with whoever holds the other end. */
export function aliceMeets(
  hold: (outside: Duplex) => void,
  differences: Differences = {},
): Meeting {
  const [socket, outside] = makeDuplexPair();
  const abort = new AbortController();
  const system = systemOf("alice", differences);
  const bob = system.nodes.get("bob");
  if (bob === undefined) throw new Error("There is no bob");
  outside.on("error", () => {});
  hold(outside);
  const session = authenticateAsClient(socket, bob, {
    system,
    privateKey: keysOf("alice", differences).privateKey,
  }, abort.signal);
  session.catch(() => {});
  return {
    session,
    abort,
    socket,
    outside,
    [Symbol.asyncDispose]: () => closeAll(socket, outside),
  };
}

/** Serves SSH on a socket as the options say. */
export function serveSsh(
  config: ServerConfig,
  onConnection: (connection: Connection) => void,
): (socket: Duplex) => void {
  return (socket) => {
    const server = new Server(config, (connection) => {
      connection.on("error", () => {});
      tendCiphers(connection);
      onConnection(connection);
    });
    // It asks for a net.Socket, and needs no more than a Duplex.
    server.injectSocket(socket as Socket);
  };
}

async function closeAll(...sockets: readonly Duplex[]): Promise<void> {
  await Promise.all(sockets.map((socket) => {
    if (socket.closed) return;
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.destroy();
    return closed;
  }));
}
