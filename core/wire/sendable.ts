import { MessageError } from "../errors.ts";
import { FORBIDDEN_KEYS } from "./scan.ts";

/** How deep arrays and objects may be nested in a role's data. */
export const MAX_DEPTH = 32;

/** What cannot be sent of some value. */
interface Fault {
  /** Where in the value it is, such as `.list[1]`. */
  readonly path: string;
  /** What is said of it. */
  readonly text: string;
}

/**
 * Refuses what MessagePack would turn into something else silently.
 *
 * @throws {MessageError} that names it, and where in the data it is
 */
export function assertSendable(value: unknown): void {
  const fault = faultOf(value, 0);
  if (fault === undefined) return;
  const { path, text } = fault;
  throw new MessageError(`Cannot send the message: "data${path}" ${text}`);
}

function faultOf(value: unknown, depth: number): Fault | undefined {
  switch (typeof value) {
    case "undefined":
    case "boolean":
    case "number":
    case "string":
      return undefined;
    case "bigint":
      if (BigInt.asIntN(64, value) === value) return undefined;
      if (BigInt.asUintN(64, value) === value) return undefined;
      return unexpected("an integer of more than 64 bits");
    case "object":
      return faultOfObject(value, depth);
    default:
      return unexpected(`a ${typeof value}`);
  }
}

function faultOfObject(
  value: object | null,
  depth: number,
): Fault | undefined {
  if (value === null || value instanceof Uint8Array) return undefined;
  if (value instanceof Date) {
    return isNaN(value.getTime()) ? unexpected("an invalid Date") : undefined;
  }
  if (depth >= MAX_DEPTH) {
    return unexpected(`something nested deeper than ${MAX_DEPTH}`);
  }
  if (Array.isArray(value)) return faultOfElements(value, depth);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return unexpected(`a ${prototype.constructor?.name ?? "class"}`);
  }
  return faultOfFields(value as Record<string, unknown>, depth);
}

// The path is put together on the way back: as a rule there is no fault.

function faultOfElements(
  value: readonly unknown[],
  depth: number,
): Fault | undefined {
  for (let i = 0; i < value.length; i++) {
    const fault = faultOf(value[i], depth + 1);
    if (fault !== undefined) return within(`[${i}]`, fault);
  }
  return undefined;
}

function faultOfFields(
  value: Readonly<Record<string, unknown>>,
  depth: number,
): Fault | undefined {
  for (const key of Object.keys(value)) {
    if (FORBIDDEN_KEYS.has(key) || !key.isWellFormed()) return badKey(key);
    const fault = faultOf(value[key], depth + 1);
    if (fault !== undefined) return within(`.${key}`, fault);
  }
  return undefined;
}

function within(place: string, { path, text }: Fault): Fault {
  return { path: place + path, text };
}

function unexpected(found: string): Fault {
  return {
    path: "",
    text: `is ${found}, expected null, a boolean, number, string, Date, ` +
      "Uint8Array, or an array or plain object of these",
  };
}

function badKey(key: string): Fault {
  return {
    path: "",
    text: `has the key ${JSON.stringify(key)}, which no node takes: give it ` +
      "another name",
  };
}
