import type { EventEmitter } from "node:events";
import type { Duplex, Readable, Writable } from "node:stream";
import type { TendedCiphers } from "./tend-ciphers.ts";

/** The name of the one stream that a node offers over SSH. */
export const STREAM_NAME = "kozo";

/** How the software names itself in the SSH protocol. */
export const SSH_IDENT = "kozo_1";

/** What the two ends of an SSH connection have in common. */
export interface SshConnection extends EventEmitter {
  /** Says good-bye to the other end and ends the socket. */
  end(): unknown;
}

/** What is left when both ends of a socket have authenticated each other. */
export interface SshSession {
  /** The one SSH channel. The dialling end can read its `stderr`, too. */
  readonly stream: Duplex & { readonly stderr?: Readable | Writable };
  /** What carries the SSH connection. */
  readonly socket: Duplex;
  readonly connection: SshConnection;
  readonly ciphers: TendedCiphers;
  /** Exchanges keys anew; only the accepting end can. */
  readonly rekey?: () => void;
}
