import type { FileDescriptor } from "../os/file-descriptor.ts";
import type { Kernel } from "../os/kernel.ts";
import type { Bytes } from "../os/libc.ts";
import { OsError } from "../os/os-error.ts";
import { POLLIN } from "../os/poller.ts";
import { bindSocket } from "../os/socket.ts";
import { AF_BLUETOOTH } from "./constants.ts";
import { openHci } from "./hci.ts";

const SOL_HCI = 0;
const HCI_FILTER = 2;

/** A `struct hci_filter`, with the padding that the kernel asks for. */
const FILTER_SIZE = 16;

/** What a packet is, in its first byte. */
const COMMAND = 1;
const EVENT = 4;

const MOST_EVENT_BYTES = 260;

const COMMAND_COMPLETE = 0x0e;
const COMMAND_STATUS = 0x0f;

/** An event of an adapter. */
export interface HciEvent {
  readonly code: number;
  readonly parameters: Uint8Array;
}

/** What adapters say, in the system's own numbers. */
const ERRNO_BY_STATUS: Readonly<Record<number, number>> = {
  0x02: 112, // unknown connection: EHOSTDOWN
  0x04: 112, // page time-out: EHOSTDOWN
  0x08: 110, // connection time-out: ETIMEDOUT
  0x0b: 16, // connection exists already: EBUSY
  0x0c: 16, // not now: EBUSY
  0x3c: 110, // advertising time-out: ETIMEDOUT
};
const EIO = 5;

/** Speaks with an adapter itself, as far as every user may. */
export class HciSocket implements Disposable {
  readonly #socket: FileDescriptor;
  readonly #attempt: string;

  /**
   * @param id N of hciN
   * @param events codes of the events to be told
   * @param attempt what it is for: "Cannot search with …"
   * @throws {OsError} when the system refuses
   */
  constructor(
    kernel: Kernel,
    id: number,
    events: readonly number[],
    attempt: string,
  ) {
    this.#attempt = attempt;
    this.#socket = openHci(kernel);
    try {
      bindSocket(this.#socket, hciAddress(id), attempt);
      const filter = eventFilter([COMMAND_COMPLETE, COMMAND_STATUS, ...events]);
      this.#socket.call(
        attempt,
        (libc, fd) =>
          libc.setsockopt(fd, SOL_HCI, HCI_FILTER, filter, FILTER_SIZE),
      );
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Sends a command and does not wait for anything.
   *
   * @throws {OsError} when the system refuses
   */
  send(command: number, parameters: Uint8Array): void {
    const packet = new Uint8Array(4 + parameters.length);
    packet[0] = COMMAND;
    new DataView(packet.buffer).setUint16(1, command, true);
    packet[3] = parameters.length;
    packet.set(parameters, 4);
    const size = BigInt(packet.length);
    this.#socket.call(
      this.#attempt,
      (libc, fd) => libc.send(fd, packet, size, 0),
    );
  }

  /**
   * Waits for the next event. Adapters tell everyone everything: it may be
   * about what somebody else has asked for.
   *
   * @throws {OsError} when the adapter is gone
   * @throws the signal's reason when that is aborted
   */
  async next(signal: AbortSignal): Promise<HciEvent> {
    const buffer = new Uint8Array(MOST_EVENT_BYTES);
    for (;;) {
      const size = await this.#socket.whenReady(
        POLLIN,
        this.#attempt,
        (libc, fd) => libc.recv(fd, buffer, BigInt(MOST_EVENT_BYTES), 0),
        signal,
      );
      const event = readEvent(buffer.subarray(0, size));
      if (event !== undefined) return event;
    }
  }

  /** @throws {OsError} unless `status` is success */
  check(status: number | undefined): void {
    if (status === 0) return;
    const errno = ERRNO_BY_STATUS[status ?? 0] ?? EIO;
    throw new OsError(this.#attempt, errno);
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
  }
}

/** Whether an event tells what has become of a command, before all else. */
export function isStatusOf(
  command: number,
  { code, parameters }: HciEvent,
): boolean {
  const [, , low = 0, high = 0] = parameters;
  return code === COMMAND_STATUS && (high << 8 | low) === command;
}

/** Whether an event tells that a command has been carried out. */
export function isSuccessOf(
  command: number,
  { code, parameters }: HciEvent,
): boolean {
  const [, low = 0, high = 0, status] = parameters;
  return code === COMMAND_COMPLETE && (high << 8 | low) === command &&
    status === 0;
}

/** Reads an event; nothing when the packet is none, or is cut off. */
export function readEvent(packet: Uint8Array): HciEvent | undefined {
  const [kind, code, length] = packet;
  if (kind !== EVENT || code === undefined || length === undefined) return;
  const parameters = packet.slice(3, 3 + length);
  return parameters.length === length ? { code, parameters } : undefined;
}

/** A `struct sockaddr_hci`: family, number, channel 0. */
function hciAddress(id: number): Bytes {
  const address = new Uint8Array(6);
  const view = new DataView(address.buffer);
  view.setUint16(0, AF_BLUETOOTH, true);
  view.setUint16(2, id, true);
  return address;
}

function eventFilter(events: readonly number[]): Bytes {
  const filter = new Uint8Array(FILTER_SIZE);
  const view = new DataView(filter.buffer);
  view.setUint32(0, 1 << EVENT, true);
  const mask = events.reduce((bits, code) => bits | 1n << BigInt(code), 0n);
  view.setBigUint64(4, mask, true);
  return filter;
}
