/**
 * What the kernel's GPIO character device takes and gives: `linux/gpio.h`, the
 * second version of its lines. The layouts are the same on all 64-bit machines.
 *
 * @module
 */
import type { Bytes } from "./libc.ts";

/** Numbers of the calls: direction, size, kind and a count in one. */
export const GET_CHIP_INFO = 0x8044_b401n;
export const GET_LINE_INFO = 0xc100_b405n;
export const REQUEST_LINE = 0xc250_b407n;
export const GET_VALUES = 0xc010_b40en;
export const SET_VALUES = 0xc010_b40fn;

/** Bits of a line's flags. */
export const LineFlag = {
  Used: 1n << 0n,
  ActiveLow: 1n << 1n,
  Input: 1n << 2n,
  Output: 1n << 3n,
  EdgeRising: 1n << 4n,
  EdgeFalling: 1n << 5n,
  OpenDrain: 1n << 6n,
  OpenSource: 1n << 7n,
  BiasPullUp: 1n << 8n,
  BiasPullDown: 1n << 9n,
  BiasDisabled: 1n << 10n,
} as const;

/** A name, with the zero that ends it. */
const NAME_SIZE = 32;

/** `struct gpiochip_info`: name, label, u32 lines. */
export const CHIP_INFO_SIZE = 68;
const CHIP_LABEL = 32;
const CHIP_LINES = 64;

/** `struct gpio_v2_line_info`: name, consumer, u32 offset, …, u64 flags, … */
const LINE_INFO_SIZE = 256;
const INFO_CONSUMER = 32;
const INFO_OFFSET = 64;
const INFO_FLAGS = 72;

/**
 * `struct gpio_v2_line_request`: u32 offsets[64], consumer, config, u32 number
 * of lines, …, s32 file descriptor. The config: u64 flags, u32 number of
 * attributes, …, attributes.
 */
const REQUEST_SIZE = 592;
const REQUEST_CONSUMER = 256;
const REQUEST_FLAGS = 288;
const REQUEST_ATTRIBUTE_COUNT = 296;
const REQUEST_ATTRIBUTES = 320;
const REQUEST_LINE_COUNT = 560;
const REQUEST_FD = 588;

/** `struct gpio_v2_line_config_attribute`: u32 id, …, u64 value, u64 mask. */
const ATTRIBUTE_SIZE = 24;
const ATTRIBUTE_VALUE = 8;
const ATTRIBUTE_MASK = 16;
const OUTPUT_VALUES = 2;
const DEBOUNCE = 3;

/** `struct gpio_v2_line_values`: u64 bits, u64 mask. */
const VALUES_SIZE = 16;
const VALUES_MASK = 8;

/** `struct gpio_v2_line_event`: u64 time, u32 id, u32 offset, u32 number, … */
export const EVENT_SIZE = 48;
const EVENT_ID = 8;
const RISING = 1;

/** The one line that a request is for, as a mask over its lines. */
const FIRST_LINE = 1n;

/** What a chip says of itself. */
export interface ChipInfo {
  readonly name: string;
  readonly label: string;
  /** How many lines it has. */
  readonly lines: number;
}

/** What a chip says of one of its lines. */
export interface LineInfo {
  readonly isUsed: boolean;
  /** Who uses it, as that program says; may be empty. */
  readonly consumer: string;
}

/** What is wanted of one line. */
export interface LineRequest {
  readonly offset: number;
  /** What others are told. Of a long text only the beginning. */
  readonly consumer: string;
  /** Of {@link LineFlag}. */
  readonly flags: bigint;
  /** What an output has from the beginning. */
  readonly value?: boolean;
  /** Microseconds for which a level must last; 0: however short. */
  readonly debounce: number;
}

/** A change of a line's level. */
export interface LineEvent {
  readonly isRising: boolean;
  /** Nanoseconds by the kernel's monotonic clock. */
  readonly time: bigint;
}

export function unpackChipInfo(info: Bytes): ChipInfo {
  return {
    name: readName(info, 0),
    label: readName(info, CHIP_LABEL),
    lines: viewOf(info).getUint32(CHIP_LINES, true),
  };
}

/** The question for a line's info, which the kernel fills in. */
export function packLineInfo(offset: number): Bytes {
  const info = new Uint8Array(LINE_INFO_SIZE);
  viewOf(info).setUint32(INFO_OFFSET, offset, true);
  return info;
}

export function unpackLineInfo(info: Bytes): LineInfo {
  const flags = viewOf(info).getBigUint64(INFO_FLAGS, true);
  return {
    isUsed: (flags & LineFlag.Used) !== 0n,
    consumer: readName(info, INFO_CONSUMER),
  };
}

/** A request for one line, in which the kernel leaves a file descriptor. */
export function packLineRequest(request: LineRequest): Bytes {
  const bytes = new Uint8Array(REQUEST_SIZE);
  const view = viewOf(bytes);
  view.setUint32(0, request.offset, true);
  writeName(bytes, REQUEST_CONSUMER, request.consumer);
  view.setBigUint64(REQUEST_FLAGS, request.flags, true);
  view.setUint32(REQUEST_LINE_COUNT, 1, true);
  const attributes = attributesOf(request);
  view.setUint32(REQUEST_ATTRIBUTE_COUNT, attributes.length, true);
  attributes.forEach(([id, value], index) => {
    const at = REQUEST_ATTRIBUTES + index * ATTRIBUTE_SIZE;
    view.setUint32(at, id, true);
    view.setBigUint64(at + ATTRIBUTE_VALUE, value, true);
    view.setBigUint64(at + ATTRIBUTE_MASK, FIRST_LINE, true);
  });
  return bytes;
}

/** The file descriptor in a request that the kernel has granted. */
export function grantedDescriptor(request: Bytes): number {
  return viewOf(request).getInt32(REQUEST_FD, true);
}

/** The one line's level, or the question for it. */
export function packValue(value: boolean): Bytes {
  const bytes = new Uint8Array(VALUES_SIZE);
  viewOf(bytes).setBigUint64(0, value ? FIRST_LINE : 0n, true);
  viewOf(bytes).setBigUint64(VALUES_MASK, FIRST_LINE, true);
  return bytes;
}

export function unpackValue(values: Bytes): boolean {
  return (viewOf(values).getBigUint64(0, true) & FIRST_LINE) !== 0n;
}

/** All events in what was read of a line. */
export function unpackEvents(bytes: Bytes): LineEvent[] {
  const view = viewOf(bytes);
  const count = Math.floor(bytes.length / EVENT_SIZE);
  return Array.from({ length: count }, (_, index) => ({
    isRising: view.getUint32(index * EVENT_SIZE + EVENT_ID, true) === RISING,
    time: view.getBigUint64(index * EVENT_SIZE, true),
  }));
}

function attributesOf(
  { value, debounce }: LineRequest,
): (readonly [id: number, value: bigint])[] {
  return [
    ...value === undefined
      ? []
      : [[OUTPUT_VALUES, value ? FIRST_LINE : 0n] as const],
    ...debounce === 0 ? [] : [[DEBOUNCE, BigInt(debounce)] as const],
  ];
}

function viewOf(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readName(bytes: Bytes, offset: number): string {
  const name = bytes.subarray(offset, offset + NAME_SIZE);
  const end = name.indexOf(0);
  return new TextDecoder().decode(end < 0 ? name : name.subarray(0, end));
}

function writeName(bytes: Bytes, offset: number, name: string): void {
  const space = bytes.subarray(offset, offset + NAME_SIZE - 1);
  new TextEncoder().encodeInto(name, space);
}
