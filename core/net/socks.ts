import type { Socket } from "node:net";
import { readExactly } from "./read-exactly.ts";
import {
  decodeReply,
  encodeConnect,
  encodeCredentials,
  encodeGreeting,
  isLetIn,
  type SocksCredentials,
  takesPassword,
} from "./socks-codec.ts";

/** Bytes by which the length of a reply is known. */
const REPLY_HEAD = 5;

/** The proxy refuses, and says why by a number. */
export class SocksRefusal extends Error {
  override name = "SocksRefusal";
  readonly code: number;

  constructor(code: number) {
    super(`the proxy refuses with the code 0x${code.toString(16)}`);
    this.code = code;
  }
}

/** The destination, and as whom to ask for it. */
export interface SocksRequest extends SocksCredentials {
  /** The name that the proxy is to resolve. */
  readonly host: string;
  readonly port: number;
}

/**
 * Asks the SOCKS5 proxy at the far end of a socket for a connection. After
 * that the socket is that connection.
 *
 * @throws {SocksRefusal} when the proxy does not grant it
 * @throws {Error} when what is there is no such proxy, or hangs up
 * @throws the signal's reason when that is aborted
 */
export async function requestSocks(
  socket: Socket,
  { host, port, ...credentials }: SocksRequest,
  signal: AbortSignal,
): Promise<void> {
  const read = (length: number) => readExactly(socket, length, signal);
  socket.write(encodeGreeting());
  if (!takesPassword(await read(2))) {
    throw new Error("it is no SOCKS5 proxy that takes a user name");
  }
  socket.write(encodeCredentials(credentials));
  if (!isLetIn(await read(2))) throw new Error("the proxy lets nobody in");
  socket.write(encodeConnect(host, port));
  const reply = decodeReply(await read(REPLY_HEAD));
  if (reply === undefined) throw new Error("the proxy's reply is none");
  if (reply.code !== 0) throw new SocksRefusal(reply.code);
  await read(reply.rest);
}
