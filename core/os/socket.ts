import type { FileDescriptor } from "./file-descriptor.ts";
import type { Kernel } from "./kernel.ts";
import type { Bytes } from "./libc.ts";
import { hasCode, OsError } from "./os-error.ts";
import { POLLIN, POLLOUT } from "./poller.ts";

export const SOCK_STREAM = 1;
export const SOCK_RAW = 3;
export const SOCK_SEQPACKET = 5;

const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC;

const SOL_SOCKET = 1;
const SO_ERROR = 4;

/** A socket that came in, and the address of its other end. */
export interface Accepted {
  readonly socket: FileDescriptor;
  readonly address: Bytes;
}

/**
 * Opens a socket that does not block.
 *
 * @throws {OsError} when the system refuses
 */
export function openSocket(
  kernel: Kernel,
  family: number,
  type: number,
  protocol: number,
  attempt: string,
): FileDescriptor {
  return kernel.open(
    attempt,
    (libc) => libc.socket(family, type | FLAGS, protocol),
  );
}

/**
 * Gives a socket its own address.
 *
 * @throws {OsError} when the system refuses
 */
export function bindSocket(
  socket: FileDescriptor,
  address: Bytes,
  attempt: string,
): void {
  socket.call(attempt, (libc, fd) => libc.bind(fd, address, address.length));
}

/**
 * Connects a socket.
 *
 * @throws {OsError} when nobody takes the connection
 * @throws the signal's reason when that is aborted; the socket is then of no
 * use any more
 */
export async function connectSocket(
  socket: FileDescriptor,
  address: Bytes,
  attempt: string,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  try {
    socket.call(
      attempt,
      (libc, fd) => libc.connect(fd, address, address.length),
    );
  } catch (error) {
    if (!hasCode(error, "EINPROGRESS")) throw error;
    await socket.ready(POLLOUT, signal);
    const errno = takeError(socket, attempt);
    if (errno !== 0) throw new OsError(attempt, errno);
  }
}

/**
 * Waits for the next connection to a socket that listens.
 *
 * @throws {OsError} when the system refuses
 * @throws the signal's reason when that is aborted
 */
export async function acceptSocket(
  kernel: Kernel,
  listener: FileDescriptor,
  addressSize: number,
  attempt: string,
  signal: AbortSignal,
): Promise<Accepted> {
  const address = new Uint8Array(addressSize);
  const size = sizeOf(address);
  const number = await listener.whenReady(
    POLLIN,
    attempt,
    (libc, fd) => libc.accept4(fd, address, size, FLAGS),
    signal,
  );
  return { socket: kernel.open(attempt, () => number), address };
}

/**
 * The address that a socket is bound to.
 *
 * @throws {OsError} when the system refuses
 */
export function addressOf(
  socket: FileDescriptor,
  addressSize: number,
  attempt: string,
): Bytes {
  const address = new Uint8Array(addressSize);
  const size = sizeOf(address);
  socket.call(attempt, (libc, fd) => libc.getsockname(fd, address, size));
  return address;
}

/** What became of an attempt to connect: 0, or the number of the error. */
function takeError(socket: FileDescriptor, attempt: string): number {
  const value = new Uint8Array(4);
  const size = sizeOf(value);
  socket.call(
    attempt,
    (libc, fd) => libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, value, size),
  );
  return new DataView(value.buffer).getInt32(0, true);
}

/** A `socklen_t`. */
function sizeOf(value: Bytes): Bytes {
  return new Uint8Array(new Uint32Array([value.length]).buffer);
}
