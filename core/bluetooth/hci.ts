import type { FileDescriptor } from "../os/file-descriptor.ts";
import type { Kernel } from "../os/kernel.ts";
import type { Bytes } from "../os/libc.ts";
import { hasCode } from "../os/os-error.ts";
import { openSocket, SOCK_RAW } from "../os/socket.ts";
import { ADDRESS_SIZE, fromBytes } from "./address.ts";
import { AF_BLUETOOTH, BTPROTO_HCI } from "./constants.ts";

const HCIGETDEVLIST = 0x800448d2n;
const HCIGETDEVINFO = 0x800448d3n;
const HCISETSCAN = 0x400448ddn;

/** How many adapters the kernel tells at most. */
const MOST_ADAPTERS = 16;

/** A `struct hci_dev_req`: u16 number, u32 value. */
const REQUEST_SIZE = 8;

/** A `struct hci_dev_info`: u16 number, name[8], address[6], u32 flags, … */
const INFO_SIZE = 92;
const INFO_ADDRESS = 10;
const INFO_FLAGS = 16;

const FLAG_UP = 1 << 0;
const FLAG_PAGE_SCAN = 1 << 3;

/** What an adapter may listen for. */
const SCAN_PAGE = 2;
const SCAN_INQUIRY_AND_PAGE = 3;

/** An adapter as the kernel has it now. */
export interface HciDevice {
  /** N of its name hciN. */
  readonly id: number;
  /** Its address, in small letters. */
  readonly address: string;
  /** Whether it is switched on. */
  readonly isUp: boolean;
  /** Whether it takes connections. */
  readonly isConnectable: boolean;
}

/**
 * The adapters that are plugged in.
 *
 * @throws {OsError} when the kernel knows no Bluetooth
 */
export function listDevices(kernel: Kernel): HciDevice[] {
  using socket = openHci(kernel);
  const list = new Uint8Array(4 + MOST_ADAPTERS * REQUEST_SIZE);
  const view = new DataView(list.buffer);
  view.setUint16(0, MOST_ADAPTERS, true);
  control(socket, HCIGETDEVLIST, list);
  return Array.from({ length: view.getUint16(0, true) }, (_, index) => {
    const id = view.getUint16(4 + index * REQUEST_SIZE, true);
    return describe(socket, id);
  }).filter((device) => device !== undefined);
}

/**
 * Lets others connect to an adapter, or even find it. It takes root's rights.
 *
 * @throws {OsError} when the system refuses
 */
export function makeReachable(
  kernel: Kernel,
  { id, isConnectable }: HciDevice,
  discoverable: boolean,
): void {
  if (isConnectable && !discoverable) return;
  using socket = openHci(kernel);
  const request = new Uint8Array(REQUEST_SIZE);
  const view = new DataView(request.buffer);
  const scan = discoverable ? SCAN_INQUIRY_AND_PAGE : SCAN_PAGE;
  view.setUint16(0, id, true);
  view.setUint32(4, scan, true);
  socket.call(
    `Cannot let others reach the Bluetooth adapter "hci${id}"`,
    (libc, fd) => libc.ioctl(fd, HCISETSCAN, request),
  );
}

/** @throws {OsError} when the kernel knows no Bluetooth */
export function openHci(kernel: Kernel): FileDescriptor {
  const attempt = "Cannot reach the Bluetooth adapters";
  return openSocket(kernel, AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI, attempt);
}

/** What an adapter is; nothing when it was pulled out just now. */
function describe(socket: FileDescriptor, id: number): HciDevice | undefined {
  const info = new Uint8Array(INFO_SIZE);
  const view = new DataView(info.buffer);
  view.setUint16(0, id, true);
  try {
    control(socket, HCIGETDEVINFO, info);
  } catch (error) {
    if (hasCode(error, "ENODEV")) return undefined;
    throw error;
  }
  const end = INFO_ADDRESS + ADDRESS_SIZE;
  const flags = view.getUint32(INFO_FLAGS, true);
  return {
    id,
    address: fromBytes(info.subarray(INFO_ADDRESS, end)),
    isUp: (flags & FLAG_UP) !== 0,
    isConnectable: (flags & FLAG_PAGE_SCAN) !== 0,
  };
}

function control(socket: FileDescriptor, request: bigint, data: Bytes): void {
  socket.call(
    "Cannot ask for the Bluetooth adapters",
    (libc, fd) => libc.ioctl(fd, request, data),
  );
}
