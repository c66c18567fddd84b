import type { FileDescriptor } from "../os/file-descriptor.ts";
import type { Kernel } from "../os/kernel.ts";
import type { Bytes } from "../os/libc.ts";
import {
  acceptSocket,
  addressOf,
  bindSocket,
  connectSocket,
  openSocket,
  SOCK_STREAM,
} from "../os/socket.ts";
import { SocketStream } from "../os/socket-stream.ts";
import { ADDRESS_SIZE, fromBytes, toBytes } from "./address.ts";
import { AF_BLUETOOTH, BTPROTO_RFCOMM } from "./constants.ts";
import type { BluetoothListener } from "./vocabulary.ts";

/** A `struct sockaddr_rc`: u16 family, address[6], u8 channel. */
const SOCKADDR_SIZE = 10;
const ADDRESS_AT = 2;
const CHANNEL_AT = 8;

/** The kernel chooses one. */
const ANY_CHANNEL = 0;

/**
 * Connects to a channel of another device.
 *
 * @param local the address of the adapter to use
 * @throws {OsError} `EHOSTDOWN` when the device does not answer,
 * `ECONNREFUSED` when nobody listens at the channel, `EBUSY` when the channel
 * is in use between these two already
 * @throws the signal's reason when that is aborted
 */
export async function connectRfcomm(
  kernel: Kernel,
  local: string,
  remote: string,
  channel: number,
  signal: AbortSignal,
): Promise<SocketStream> {
  const attempt = `Cannot connect to "${remote}"`;
  const socket = openRfcomm(kernel, attempt);
  try {
    bindSocket(socket, toSockaddr(local, ANY_CHANNEL), attempt);
    const address = toSockaddr(remote, channel);
    await connectSocket(socket, address, attempt, signal);
    return new SocketStream(socket, remote);
  } catch (error) {
    socket[Symbol.dispose]();
    throw error;
  }
}

/**
 * Listens at a channel that is free.
 *
 * @param local the address of the adapter
 * @param backlog connections that the system keeps until they are accepted
 * @throws {OsError} when the system refuses
 */
export function listenRfcomm(
  kernel: Kernel,
  local: string,
  backlog: number,
): BluetoothListener {
  const attempt = `Cannot listen at the Bluetooth adapter "${local}"`;
  const socket = openRfcomm(kernel, attempt);
  try {
    bindSocket(socket, toSockaddr(local, ANY_CHANNEL), attempt);
    socket.call(attempt, (libc, fd) => libc.listen(fd, backlog));
    const own = addressOf(socket, SOCKADDR_SIZE, attempt);
    return {
      channel: own[CHANNEL_AT] ?? ANY_CHANNEL,
      accept: (signal) => accept(kernel, socket, attempt, signal),
      [Symbol.dispose]: () => socket[Symbol.dispose](),
    };
  } catch (error) {
    socket[Symbol.dispose]();
    throw error;
  }
}

async function accept(
  kernel: Kernel,
  listener: FileDescriptor,
  attempt: string,
  signal: AbortSignal,
): Promise<SocketStream> {
  const { socket, address } = await acceptSocket(
    kernel,
    listener,
    SOCKADDR_SIZE,
    attempt,
    signal,
  );
  return new SocketStream(socket, fromBytes(address.subarray(ADDRESS_AT)));
}

function openRfcomm(kernel: Kernel, attempt: string): FileDescriptor {
  return openSocket(
    kernel,
    AF_BLUETOOTH,
    SOCK_STREAM,
    BTPROTO_RFCOMM,
    attempt,
  );
}

function toSockaddr(address: string, channel: number): Bytes {
  const bytes = new Uint8Array(SOCKADDR_SIZE);
  new DataView(bytes.buffer).setUint16(0, AF_BLUETOOTH, true);
  bytes.set(toBytes(address).subarray(0, ADDRESS_SIZE), ADDRESS_AT);
  bytes[CHANNEL_AT] = channel;
  return bytes;
}
