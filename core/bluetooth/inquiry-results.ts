import { ADDRESS_SIZE, fromBytes } from "./address.ts";
import type { HciEvent } from "./hci-socket.ts";
import type { FoundDevice } from "./vocabulary.ts";

export const INQUIRY_COMPLETE = 0x01;
export const INQUIRY_RESULT = 0x02;
export const INQUIRY_RESULT_WITH_RSSI = 0x22;
export const EXTENDED_INQUIRY_RESULT = 0x2f;

/** Bytes of one answer, in each kind of event, and where in it things are. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  [INQUIRY_RESULT]: { size: 14, deviceClass: 9 },
  [INQUIRY_RESULT_WITH_RSSI]: { size: 14, deviceClass: 8, rssi: 13 },
  [EXTENDED_INQUIRY_RESULT]: { size: 254, deviceClass: 8, rssi: 13, more: 14 },
};

interface Layout {
  readonly size: number;
  readonly deviceClass: number;
  readonly rssi?: number;
  readonly more?: number;
}

/** A kind of data that a device tells with its answer: its whole name. */
const COMPLETE_NAME = 0x09;

/** The devices that an event tells of; what is cut off is left out. */
export function readInquiryResults(
  { code, parameters }: HciEvent,
): FoundDevice[] {
  const layout = LAYOUTS[code];
  const [count = 0] = parameters;
  if (layout === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    const start = 1 + index * layout.size;
    return parameters.subarray(start, start + layout.size);
  }).filter((bytes) => bytes.length === layout.size)
    .map((bytes) => readDevice(bytes, layout));
}

function readDevice(bytes: Uint8Array, layout: Layout): FoundDevice {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { deviceClass: at, rssi, more } = layout;
  const name = more === undefined ? undefined : nameIn(bytes.subarray(more));
  return {
    address: fromBytes(bytes.subarray(0, ADDRESS_SIZE)),
    deviceClass: view.getUint16(at, true) | view.getUint8(at + 2) << 16,
    ...rssi === undefined ? {} : { signalStrength: view.getInt8(rssi) },
    ...name === undefined ? {} : { name },
  };
}

/** Looks for a name among what a device tells: length, kind, data, again. */
function nameIn(data: Uint8Array): string | undefined {
  let rest = data;
  for (;;) {
    const [length = 0, kind] = rest;
    if (length === 0 || length >= rest.length) return undefined;
    if (kind === COMPLETE_NAME) return textOf(rest.subarray(2, 1 + length));
    rest = rest.subarray(1 + length);
  }
}

/** A name as Bluetooth has it: UTF-8, up to a zero if there is one. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
