import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";
import type { FileDescriptor } from "./file-descriptor.ts";
import type { Bytes } from "./libc.ts";
import { hasCode } from "./os-error.ts";
import { POLLIN, POLLOUT } from "./poller.ts";

const MSG_NOSIGNAL = 0x4000;
const SHUT_WR = 1;
const SHUT_RDWR = 2;

/** Bytes that one read takes at most. */
const MOST_READ = 65536;

/**
 * Makes a stream of a connected socket that does not block, and owns it. Both
 * directions end together, as they do with a `net.Socket`.
 */
export class SocketStream extends Duplex {
  /** Who is at the other end, as far as that is known. */
  readonly remoteAddress: string | undefined;
  readonly #socket: FileDescriptor;
  readonly #buffer = new Uint8Array(MOST_READ);

  constructor(socket: FileDescriptor, remoteAddress?: string) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
  }

  override _read(): void {
    // Not before something is there, so that a flood leaves time for others.
    this.#socket.watch(POLLIN, () => this.#receive());
  }

  override _write(
    chunk: Bytes,
    encoding: BufferEncoding,
    callback: (error?: Error) => void,
  ): void {
    if (this.destroyed) return;
    let sent: number;
    try {
      sent = this.#socket.try(
        "Cannot write to the connection",
        (libc, fd) => libc.send(fd, chunk, BigInt(chunk.length), MSG_NOSIGNAL),
      ) ?? 0;
    } catch (error) {
      return callback(error as Error);
    }
    if (sent === chunk.length) return callback();
    const rest = chunk.subarray(sent);
    this.#socket.watch(POLLOUT, () => this._write(rest, encoding, callback));
  }

  /** What had to wait goes together: over Bluetooth each write is a packet. */
  override _writev(
    chunks: readonly { readonly chunk: Bytes }[],
    callback: (error?: Error) => void,
  ): void {
    const whole = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this._write(whole, "binary", callback);
  }

  override _final(callback: () => void): void {
    this.#shutDown(SHUT_WR);
    callback();
  }

  override _destroy(
    error: Error | null,
    callback: (error: Error | null) => void,
  ): void {
    // To close it would only count once nobody waits for it any more.
    this.#shutDown(SHUT_RDWR);
    this.#socket[Symbol.dispose]();
    callback(error);
  }

  #receive(): void {
    if (this.destroyed) return;
    let count: number | undefined;
    try {
      count = this.#socket.try(
        "Cannot read from the connection",
        (libc, fd) => libc.recv(fd, this.#buffer, BigInt(MOST_READ), 0),
      );
    } catch (error) {
      // Over Bluetooth a peer that closes a connection resets it.
      if (!hasCode(error, "ECONNRESET")) {
        this.destroy(error as Error);
        return;
      }
      count = 0;
    }
    if (count === undefined) this._read();
    else this.push(count === 0 ? null : this.#buffer.slice(0, count));
  }

  #shutDown(how: number): void {
    try {
      this.#socket.call("", (libc, fd) => libc.shutdown(fd, how));
    } catch {
      // A connection that is gone already needs no farewell.
    }
  }
}
