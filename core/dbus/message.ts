import { DecodeError } from "../errors.ts";
import { DbusReader } from "./reader.ts";
import { type DbusValue, Variant } from "./value.ts";
import { DbusWriter } from "./writer.ts";

/** What a message is. */
export const MessageType = { Call: 1, Return: 2, Error: 3, Signal: 4 } as const;

/** A message of D-Bus. */
export interface DbusMessage {
  readonly type: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly errorName?: string;
  readonly replySerial?: number;
  readonly destination?: string;
  readonly sender?: string;
  /** The types of the body's values; left out: there are none. */
  readonly signature?: string;
  readonly body?: readonly DbusValue[];
}

/** Bytes that a message may have; what Kōzō asks for is much smaller. */
const MOST_BYTES = 1024 * 1024;

/** The part of the header that has always the same size. */
const FIXED_SIZE = 16;

const LITTLE = "l".charCodeAt(0);
const BIG = "B".charCodeAt(0);
const VERSION = 1;

/** The fields of a header, by number, with their types. */
const FIELDS = [
  [1, "path", "o"],
  [2, "interface", "s"],
  [3, "member", "s"],
  [4, "errorName", "s"],
  [5, "replySerial", "u"],
  [6, "destination", "s"],
  [7, "sender", "s"],
  [8, "signature", "g"],
] as const;

/**
 * Gives the bytes of a message.
 *
 * @throws {TypeError} when the body is not of its signature
 */
export function encodeMessage(message: DbusMessage): Uint8Array<ArrayBuffer> {
  const body = new DbusWriter();
  body.writeAll(message.signature ?? "", message.body ?? []);
  const fields = FIELDS.flatMap(([number, key, type]) => {
    const value = message[key];
    return value === undefined ? [] : [[number, new Variant(type, value)]];
  });
  const whole = new DbusWriter();
  whole.writeAll("yyyyuua(yv)", [
    LITTLE,
    message.type,
    0,
    VERSION,
    body.bytes.length,
    message.serial,
    fields,
  ]);
  whole.align(8);
  whole.append(body.bytes);
  return whole.bytes;
}

/**
 * How long the message is that begins here, or nothing as long as too little
 * has come to tell.
 *
 * @throws {DecodeError} when that is no message, or too long a one
 */
export function messageSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < FIXED_SIZE) return undefined;
  const isLittle = isLittleEndian(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const fields = view.getUint32(12, isLittle);
  const header = Math.ceil((FIXED_SIZE + fields) / 8) * 8;
  const size = header + view.getUint32(4, isLittle);
  if (size > MOST_BYTES) throw bad(`it claims ${size} bytes`);
  return size;
}

/**
 * Reads a message.
 *
 * @param bytes as many as {@link messageSize} says
 * @throws {DecodeError} when it cannot be read
 */
export function decodeMessage(bytes: Uint8Array): DbusMessage {
  const reader = new DbusReader(bytes, isLittleEndian(bytes));
  const [, type, , , , serial, list] = reader.readAll("yyyyuua(yv)");
  const fields = new Map(asFields(list));
  reader.align(8);
  const signature = fields.get(8);
  const body = reader.readAll(typeof signature === "string" ? signature : "");
  const named = FIELDS.flatMap(([number, key, type]) => {
    const value = fields.get(number);
    if (value === undefined) return [];
    const kind = type === "u" ? "number" : "string";
    // deno-lint-ignore valid-typeof -- one of the two above
    if (typeof value !== kind) {
      throw bad(`the field ${number} is not of its type`);
    }
    return [[key, value]];
  });
  return {
    type: Number(type),
    serial: Number(serial),
    body,
    ...Object.fromEntries(named),
  };
}

function asFields(list: DbusValue | undefined): [number, DbusValue][] {
  if (!Array.isArray(list)) return [];
  return list.map(([number, variant]) => [Number(number), variant.value]);
}

function isLittleEndian(bytes: Uint8Array): boolean {
  if (bytes[0] === LITTLE) return true;
  if (bytes[0] === BIG) return false;
  throw bad("it starts with neither of the two orders of bytes");
}

function bad(what: string): DecodeError {
  return new DecodeError(`Cannot read a message of D-Bus: ${what}`);
}
