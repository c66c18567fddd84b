import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import { LinkError, LinkReason } from "../errors.ts";

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
  /** The one SSH channel. */
  readonly stream: Duplex;
  /** What carries the SSH connection. */
  readonly socket: Duplex;
  readonly connection: SshConnection;
  /** Exchanges keys anew; only the accepting end can. */
  readonly rekey?: () => void;
}

/**
 * Bytes that may wait for a reader. SSH's own window lets an honest peer have
 * twice 2 MiB on the way; ssh2 does not hold anyone to it.
 */
const MAX_UNREAD = 4 * 1024 * 1024 + 64 * 1024;

/** Ends the connection when its peer sends more than the window allows. */
export function guardWindow({ stream, connection }: SshSession): void {
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    const more = push(chunk, encoding);
    if (stream.readableLength > MAX_UNREAD) {
      const why = "the peer ignores the window";
      connection.emit("error", new LinkError(LinkReason.Protocol, why));
      connection.end();
    }
    return more;
  };
}
