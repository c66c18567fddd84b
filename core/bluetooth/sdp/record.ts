import {
  encodeElement,
  type SdpElement,
  sequence,
  uint,
  uuid,
} from "./element.ts";
import type { BluetoothService } from "../vocabulary.ts";
import { shortUuid } from "./uuid.ts";

/** A record: values by the number of what they tell. */
export type ServiceRecord = ReadonlyMap<number, SdpElement>;

export const SERVICE_CLASSES = 0x0001;
export const PROTOCOLS = 0x0004;
export const BROWSE_GROUPS = 0x0005;
export const MORE_PROTOCOLS = 0x000d;
export const SERVICE_NAME = 0x0100;

const RFCOMM = shortUuid(0x0003);
const L2CAP = shortUuid(0x0100);
const PUBLIC_BROWSE_ROOT = shortUuid(0x1002);

/** The record of a service; channels after the first are further protocols. */
export function toRecord(service: BluetoothService): ServiceRecord {
  const [first, ...more] = service.channels.map(protocols);
  return new Map([
    [SERVICE_CLASSES, sequence(uuid(service.uuid))],
    [PROTOCOLS, first ?? sequence()],
    [BROWSE_GROUPS, sequence(uuid(PUBLIC_BROWSE_ROOT))],
    ...more.length === 0 ? [] : [[MORE_PROTOCOLS, sequence(...more)] as const],
    [SERVICE_NAME, { type: "text", value: service.name }],
  ]);
}

/** The RFCOMM channels that a record names; whatever else it says is passed over. */
export function channelsOf(record: ServiceRecord): number[] {
  const stacks = [
    record.get(PROTOCOLS),
    ...itemsOf(record.get(MORE_PROTOCOLS)),
  ];
  return stacks.flatMap(channelsIn);
}

/** The bytes of a record. */
export function encodeRecord(record: ServiceRecord): Uint8Array<ArrayBuffer> {
  const pairs = [...record].flatMap(([id, value]) => [uint(2, id), value]);
  return encodeElement(sequence(...pairs));
}

/** A record out of the value that a device sends for it. */
export function toServiceRecord(element: SdpElement): ServiceRecord {
  const items = itemsOf(element);
  const record = new Map<number, SdpElement>();
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [id, value] = [items[index], items[index + 1]];
    if (id?.type === "uint" && value !== undefined) {
      record.set(Number(id.value), value);
    }
  }
  return record;
}

function protocols(channel: number): SdpElement {
  return sequence(
    sequence(uuid(L2CAP)),
    sequence(uuid(RFCOMM), uint(1, channel)),
  );
}

/** The channels of one stack of protocols, or of several to choose from. */
function channelsIn(stack: SdpElement | undefined): number[] {
  if (stack?.type === "alternative") return stack.items.flatMap(channelsIn);
  return itemsOf(stack).flatMap((protocol) => {
    const [name, channel] = itemsOf(protocol);
    const isRfcomm = name?.type === "uuid" && name.value === RFCOMM;
    return isRfcomm && channel?.type === "uint" ? [Number(channel.value)] : [];
  }).filter((channel) => channel >= 1 && channel <= 30);
}

function itemsOf(element: SdpElement | undefined): readonly SdpElement[] {
  return element !== undefined && "items" in element ? element.items : [];
}
