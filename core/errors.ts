/**
 * All errors that Kōzō itself raises. A message says what was attempted, what
 * was found and what to do; the error that led to it is its `cause`.
 */
export class KozoError extends Error {
  /** The name of the class. */
  override name = "KozoError";
}

/** The command line asks for something that does not exist. */
export class UsageError extends KozoError {
  /** The name of the class. */
  override name = "UsageError";
}

/** The configuration file cannot be read. */
export class ConfigFileError extends KozoError {
  /** The name of the class. */
  override name = "ConfigFileError";
}

/** One thing that is wrong in a configuration file, and where. */
export interface Problem {
  /** Line in the file, from 1. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;
  /** What was found and what is expected. */
  readonly message: string;
}

/** The configuration is wrong. It carries every problem, not only the first. */
export class ConfigError extends KozoError {
  /** The name of the class. */
  override name = "ConfigError";
  /** The file, as the user named it. */
  readonly file: string;
  /** All problems, in the order of the file. */
  readonly problems: readonly Problem[];

  /** Its message has a line for each problem: `config.yml:12:7: …`. */
  constructor(file: string, problems: readonly Problem[]) {
    super(
      problems
        .map((p) => `${file}:${p.line}:${p.column}: ${p.message}`)
        .join("\n"),
    );
    this.file = file;
    this.problems = problems;
  }
}

/** The configuration has no node of the name asked for. */
export class UnknownNodeError extends KozoError {
  /** The name of the class. */
  override name = "UnknownNodeError";
}

/**
 * Something outside the configuration keeps the node from starting: a key, a
 * port, a folder. A role may throw it from `localInit` for the same purpose, a
 * transport also from `bind`.
 *
 * @example
 * ```ts
 * import { StartError } from "kozo";
 * import assert from "node:assert/strict";
 *
 * function openPin(pin: number): never {
 *   const cause = new Error("Permission denied");
 *   throw new StartError(
 *     `Cannot read pin ${pin}: ${cause.message}; add this user to the group "gpio"`,
 *     { cause },
 *   );
 * }
 * assert.throws(() => openPin(4), { name: "StartError" });
 * ```
 */
export class StartError extends KozoError {
  /** The name of the class. */
  override name = "StartError";
}

/** A message cannot be sent: its data is of a kind that no node could read. */
export class MessageError extends KozoError {
  /** The name of the class. */
  override name = "MessageError";
}

/** Bytes from a peer, or from a file, are not what they should be. */
export class DecodeError extends KozoError {
  /** The name of the class. */
  override name = "DecodeError";
}

/** What a role stored cannot be read or written. */
export class StorageError extends KozoError {
  /** The name of the class. */
  override name = "StorageError";
}

/** A role or transport module is not what it should be. */
export class ModuleError extends KozoError {
  /** The name of the class. */
  override name = "ModuleError";
}

/** Why two nodes are not linked, or are linked no longer. */
export enum LinkReason {
  /** An address could not be resolved. */
  Resolve = "resolve",
  /** Nothing listens at the address. */
  Refused = "refused",
  /** The address cannot be reached. */
  Unreachable = "unreachable",
  /** No answer in time. */
  Timeout = "timeout",
  /** Tor does not run on this machine, or cannot be reached. */
  TorDown = "tor-down",
  /** Tor runs, but has not found its way into its network yet. */
  TorStarting = "tor-starting",
  /** Tor finds no such onion service, or has not published that of this node. */
  Unpublished = "unpublished",
  /** An onion service that only lets clients in whose keys it knows. */
  ClientAuth = "client-auth",
  /** A way through Tor could not be built, or has broken. */
  Circuit = "circuit",
  /** What answered is not an SSH server, or not one that Kōzō can talk to. */
  Handshake = "handshake",
  /** The host key is not the one in the configuration. */
  WrongHostKey = "wrong-host-key",
  /** The other side does not accept our key. */
  KeyRefused = "key-refused",
  /** A key that the configuration does not know. */
  UnknownKey = "unknown-key",
  /** A known key under another node's name. */
  WrongName = "wrong-name",
  /** Too many connections that have not authenticated themselves yet. */
  Crowded = "crowded",
  /** The other side broke the protocol. */
  Protocol = "protocol",
  /** The other side speaks another version of the protocol. */
  Version = "version",
  /** Not a byte for three and a half heartbeats. */
  Heartbeat = "heartbeat",
  /** The connection ended without a word. */
  Lost = "lost",
  /** The other side called its dial off: another link was made meanwhile. */
  CalledOff = "called-off",
  /** A newer link between the same nodes took its place. */
  Replaced = "replaced",
  /** Nothing was said over an on-demand link for a while. */
  Idle = "idle",
  /** A connection policy forbids the link. */
  Policy = "policy",
  /** The two nodes have no transport in common. */
  NoTransport = "no-transport",
  /** The node at the other end, or this one, is stopping. */
  Shutdown = "shutdown",
}

/** A link could not be made, or ended. */
export class LinkError extends KozoError {
  /** The name of the class. */
  override name = "LinkError";
  /** Why, in one word that programs can compare. */
  readonly reason: LinkReason;

  /** Takes the reason besides what all errors take. */
  constructor(reason: LinkReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
