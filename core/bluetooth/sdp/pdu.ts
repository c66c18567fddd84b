import { Buffer } from "node:buffer";
import { DecodeError } from "../../errors.ts";
import { encodeElement, sequence, uint, uuid } from "./element.ts";

/** The longest packet of SDP that Kōzō takes or makes. */
export const MAX_PDU_SIZE = 65535;

/** What a packet is. */
const ERROR_RESPONSE = 0x01;
const SEARCH_ATTRIBUTE_REQUEST = 0x06;
const SEARCH_ATTRIBUTE_RESPONSE = 0x07;
const REGISTER_REQUEST = 0x75;
const REGISTER_RESPONSE = 0x76;

/** A packet's header: what it is, its number, how long the rest is. */
const HEADER_SIZE = 5;

const NO_CONTINUATION = new Uint8Array(1);

/** Registers a record on one adapter instead of all. */
const ON_DEVICE = 2;

/** What errors of the other side mean. */
const ERRORS: Readonly<Record<number, string>> = {
  1: "it speaks another version of SDP",
  2: "it knows no such record",
  3: "it could not read the question",
  4: "it takes no question of that size",
  5: "it has lost the thread",
  6: "it has no resources left",
};

/** A part of an answer. */
export interface AnswerPart {
  readonly bytes: Uint8Array;
  /** What to ask with for the next part, unless this was the last. */
  readonly continuation: Uint8Array | undefined;
}

/**
 * Asks for the records of services with a UUID.
 *
 * @param number what the answer will have, too
 * @param attributes which values of them
 */
export function searchRequest(
  number: number,
  service: string,
  attributes: readonly number[],
  continuation: Uint8Array = NO_CONTINUATION,
): Uint8Array<ArrayBuffer> {
  const mostBytes = new Uint8Array([0xff, 0xff]);
  return pdu(
    SEARCH_ATTRIBUTE_REQUEST,
    number,
    encodeElement(sequence(uuid(service))),
    mostBytes,
    encodeElement(sequence(...attributes.map((id) => uint(2, id)))),
    continuation,
  );
}

/**
 * Reads an answer to {@link searchRequest}.
 *
 * @throws {DecodeError} when it is not one
 */
export function readSearchResponse(
  bytes: Uint8Array,
  number: number,
): AnswerPart {
  const body = readPdu(bytes, SEARCH_ATTRIBUTE_RESPONSE, number);
  const size = unsigned16(body, 0);
  const length = body[2 + size];
  if (length === undefined) throw bad("it is cut off");
  const continuation = body.subarray(2 + size, 2 + size + 1 + length);
  if (continuation.length !== length + 1) throw bad("it is cut off");
  return {
    bytes: body.subarray(2, 2 + size),
    continuation: length === 0 ? undefined : continuation,
  };
}

/**
 * Asks BlueZ's own socket to keep a record while the connection to it lives.
 *
 * @param adapter the bytes of an adapter's address
 */
export function registerRequest(
  adapter: Uint8Array,
  record: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return pdu(REGISTER_REQUEST, 1, new Uint8Array([ON_DEVICE]), adapter, record);
}

/**
 * Reads the answer to {@link registerRequest}.
 *
 * @throws {DecodeError} when it says no
 */
export function readRegisterResponse(bytes: Uint8Array): void {
  readPdu(bytes, REGISTER_RESPONSE, 1);
}

function pdu(
  kind: number,
  number: number,
  ...parts: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const body = Buffer.concat(parts);
  const header = new Uint8Array(HEADER_SIZE);
  const view = new DataView(header.buffer);
  view.setUint8(0, kind);
  view.setUint16(1, number);
  view.setUint16(3, body.length);
  return Buffer.concat([header, body]);
}

function readPdu(bytes: Uint8Array, kind: number, number: number): Uint8Array {
  if (bytes.length < HEADER_SIZE) throw bad("it is cut off");
  const body = bytes.subarray(HEADER_SIZE);
  if (unsigned16(bytes, 1) !== number) throw bad("it answers something else");
  if (unsigned16(bytes, 3) !== body.length) throw bad("its length is wrong");
  if (bytes[0] === ERROR_RESPONSE) {
    const code = unsigned16(body, 0);
    throw bad(ERRORS[code] ?? `it gives the error ${code}`);
  }
  if (bytes[0] !== kind) throw bad(`it is a packet of the kind ${bytes[0]}`);
  return body;
}

function unsigned16(bytes: Uint8Array, at: number): number {
  const [high, low] = bytes.subarray(at, at + 2);
  if (high === undefined || low === undefined) throw bad("it is cut off");
  return high << 8 | low;
}

function bad(what: string): DecodeError {
  return new DecodeError(`Cannot use a device's answer: ${what}`);
}
