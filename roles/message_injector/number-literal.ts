import { LineError } from "./line-error.ts";
import type { Scanner } from "./scanner.ts";

/** How a number begins. */
const BEGINNING = /[+-]?\.?\d/y;

/** Python's long integers of 2014 end with an L. */
const INTEGER =
  /([+-]?)(0|[1-9]\d*|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)[lL]?(?![\w.])/y;

const FLOAT =
  /[+-]?(?:0|[1-9]\d*|(?=\.))(?:\.\d+|\.(?!\d)|(?=[eE]))(?:[eE][+-]?\d+)?(?![\w.])/y;

/** What 64 bits hold, with a sign or without. */
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 64n - 1n;

/**
 * Reads a number as JSON or Python writes it, if there is one here.
 *
 * @returns a `bigint` for an integer that no `number` holds exactly
 * @throws {LineError} when it is not right
 */
export function readNumber(scanner: Scanner): number | bigint | undefined {
  const { column } = scanner;
  const integer = scanner.take(INTEGER);
  if (integer !== undefined) return toInteger(integer, column);
  const float = scanner.take(FLOAT);
  if (float !== undefined) return toFloat(float[0], column);
  if (scanner.take(BEGINNING) === undefined) return undefined;
  throw new LineError(
    column,
    "no such number: write it as 12, -1.5, 1e6, 0x1f or 0o17",
  );
}

function toInteger(
  [, sign, digits = ""]: RegExpExecArray,
  column: number,
): number | bigint {
  const size = BigInt(digits);
  const value = sign === "-" ? -size : size;
  const asNumber = sign === "-" ? -Number(size) : Number(size);
  if (Number.isSafeInteger(asNumber)) return asNumber;
  if (value >= LEAST && value <= GREATEST) return value;
  throw new LineError(column, "the number takes more than 64 bits");
}

function toFloat(digits: string, column: number): number {
  const value = Number(digits);
  if (Number.isFinite(value)) return value;
  throw new LineError(column, "the number is too large");
}
