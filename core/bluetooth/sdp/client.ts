import { Buffer } from "node:buffer";
import { DecodeError } from "../../errors.ts";
import type { FileDescriptor } from "../../os/file-descriptor.ts";
import type { Kernel } from "../../os/kernel.ts";
import type { Bytes } from "../../os/libc.ts";
import { POLLIN } from "../../os/poller.ts";
import {
  bindSocket,
  connectSocket,
  openSocket,
  SOCK_SEQPACKET,
} from "../../os/socket.ts";
import { toBytes } from "../address.ts";
import { AF_BLUETOOTH, BTPROTO_L2CAP } from "../constants.ts";
import { decodeElement } from "./element.ts";
import { MAX_PDU_SIZE, readSearchResponse, searchRequest } from "./pdu.ts";
import {
  channelsOf,
  MORE_PROTOCOLS,
  PROTOCOLS,
  toServiceRecord,
} from "./record.ts";

/** Where every device that has services answers. */
const SDP_PSM = 1;

/** A `struct sockaddr_l2`: u16 family, u16 psm, address[6], u16, u8. */
const SOCKADDR_SIZE = 14;

const MSG_NOSIGNAL = 0x4000;

/** What an answer may be: parts, and bytes in all. */
const MOST_PARTS = 256;
const MOST_BYTES = 65536;

/**
 * Asks a device where it has a service.
 *
 * @param local the address of the adapter to use
 * @returns the RFCOMM channels, the best first; none when it has no such service
 * @throws {OsError} `EHOSTDOWN` when the device does not answer
 * @throws {DecodeError} when it does not keep to the protocol
 * @throws the signal's reason when that is aborted
 */
export async function findChannels(
  kernel: Kernel,
  local: string,
  remote: string,
  service: string,
  signal: AbortSignal,
): Promise<number[]> {
  const attempt = `Cannot ask "${remote}" for its services`;
  using socket = openSocket(
    kernel,
    AF_BLUETOOTH,
    SOCK_SEQPACKET,
    BTPROTO_L2CAP,
    attempt,
  );
  bindSocket(socket, toSockaddr(local, 0), attempt);
  await connectSocket(socket, toSockaddr(remote, SDP_PSM), attempt, signal);
  const exchange = (question: Bytes) => ask(socket, question, attempt, signal);
  return readChannels(await searchAll(exchange, service));
}

/**
 * Asks until the answer is whole.
 *
 * @param exchange sends a packet, and gives the next one that comes
 * @throws {DecodeError} when the answers are wrong, or have no end
 */
export async function searchAll(
  exchange: (question: Bytes) => Promise<Uint8Array>,
  service: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let continuation: Uint8Array | undefined;
  for (let number = 1; number <= MOST_PARTS; number++) {
    const attributes = [PROTOCOLS, MORE_PROTOCOLS];
    const question = searchRequest(number, service, attributes, continuation);
    const part = readSearchResponse(await exchange(question), number);
    parts.push(part.bytes);
    size += part.bytes.length;
    continuation = part.continuation;
    if (continuation === undefined) return Buffer.concat(parts);
    if (size > MOST_BYTES) break;
  }
  throw new DecodeError("A device's answer has no end");
}

/**
 * The channels in the answer to a search.
 *
 * @throws {DecodeError} when it cannot be read
 */
export function readChannels(answer: Uint8Array): number[] {
  const [records] = decodeElement(answer);
  if (records.type !== "sequence") {
    throw new DecodeError("A device's answer holds no records");
  }
  const channels = records.items.flatMap((record) =>
    channelsOf(toServiceRecord(record))
  );
  return [...new Set(channels)];
}

async function ask(
  socket: FileDescriptor,
  question: Bytes,
  attempt: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const size = BigInt(question.length);
  socket.call(
    attempt,
    (libc, fd) => libc.send(fd, question, size, MSG_NOSIGNAL),
  );
  const answer = new Uint8Array(MAX_PDU_SIZE);
  const length = await socket.whenReady(
    POLLIN,
    attempt,
    (libc, fd) => libc.recv(fd, answer, BigInt(MAX_PDU_SIZE), 0),
    signal,
  );
  return answer.subarray(0, length);
}

function toSockaddr(address: string, psm: number): Bytes {
  const bytes = new Uint8Array(SOCKADDR_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, AF_BLUETOOTH, true);
  view.setUint16(2, psm, true);
  bytes.set(toBytes(address), 4);
  return bytes;
}
