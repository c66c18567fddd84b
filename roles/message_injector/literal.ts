import { LineError } from "./line-error.ts";
import { readNumber } from "./number-literal.ts";
import type { Scanner } from "./scanner.ts";
import { readText } from "./text-literal.ts";

/** How deep values may be nested: a message's data 32, in the line's own list. */
const MAX_DEPTH = 33;

/** Keys that would change what kind of thing an object is. */
const FORBIDDEN_KEYS = ["__proto__", "constructor", "prototype"];

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...(["true", "True"] as const).map((word) => [word, true] as const),
  ...(["false", "False"] as const).map((word) => [word, false] as const),
  ...(["null", "None"] as const).map((word) => [word, null] as const),
]);

/** Any word, and the same where it is known. */
const WORD = new RegExp(`(?:${[...WORDS.keys()].join("|")})\\b`, "y");

/** A value, and where in the line it begins. */
export interface Located {
  readonly column: number;
  readonly value: unknown;
}

/**
 * Reads a line: values in a list, in a tuple, or with commas alone between
 * them, as Python takes a tuple too. Nothing is evaluated.
 *
 * @throws {LineError} at the first place where it is something else
 */
export function readLine(scanner: Scanner): Located[] {
  scanner.skipSpaces();
  const values = scanner.skip("[")
    ? readValues(scanner, "]", 1)
    : scanner.skip("(")
    ? readValues(scanner, ")", 1)
    : readBareTuple(scanner);
  scanner.skipSpaces();
  if (scanner.next === "") return values;
  return scanner.expected("the end of the line");
}

function readBareTuple(scanner: Scanner): Located[] {
  const first = { column: scanner.column, value: readText(scanner) };
  if (first.value === undefined) scanner.expected("a list or a tuple");
  scanner.skipSpaces();
  return scanner.skip(",") ? [first, ...readValues(scanner, "", 1)] : [first];
}

/** Reads up to `close`; a comma may come before that, as in (1,). */
function readValues(scanner: Scanner, close: string, depth: number): Located[] {
  const values: Located[] = [];
  scanner.skipSpaces();
  while (!isClosed(scanner, close)) {
    values.push({ column: scanner.column, value: readValue(scanner, depth) });
    readSeparator(scanner, close);
  }
  return values;
}

function isClosed(scanner: Scanner, close: string): boolean {
  return close === "" ? scanner.next === "" : scanner.skip(close);
}

/** Reads the comma that has to be there unless the end is. */
function readSeparator(scanner: Scanner, close: string): void {
  scanner.skipSpaces();
  if (scanner.skip(",")) scanner.skipSpaces();
  else if (scanner.next !== close) {
    scanner.expected(close === "" ? "a comma" : `a comma or "${close}"`);
  }
}

function readValue(scanner: Scanner, depth: number): unknown {
  const { column } = scanner;
  const scalar = readText(scanner) ?? readNumber(scanner);
  if (scalar !== undefined) return scalar;
  const word = scanner.take(WORD);
  if (word !== undefined) return WORDS.get(word[0]);
  const open = ["[", "(", "{"].find((one) => scanner.skip(one));
  if (open === undefined) scanner.expected("a value");
  if (depth >= MAX_DEPTH) {
    throw new LineError(column, `nested deeper than ${MAX_DEPTH - 1}`);
  }
  if (open === "[") return plain(readValues(scanner, "]", depth + 1));
  return open === "("
    ? readTuple(scanner, depth + 1)
    : readObject(scanner, depth + 1);
}

function plain(values: readonly Located[]): unknown[] {
  return values.map(({ value }) => value);
}

/** A value in parentheses, without a comma, is just that value. */
function readTuple(scanner: Scanner, depth: number): unknown {
  scanner.skipSpaces();
  if (scanner.skip(")")) return [];
  const first = readValue(scanner, depth);
  scanner.skipSpaces();
  if (scanner.skip(")")) return first;
  readSeparator(scanner, ")");
  return [first, ...plain(readValues(scanner, ")", depth))];
}

function readObject(scanner: Scanner, depth: number): object {
  const entries: [string, unknown][] = [];
  scanner.skipSpaces();
  while (!scanner.skip("}")) {
    const key = readKey(scanner);
    scanner.skipSpaces();
    if (!scanner.skip(":")) scanner.expected('":"');
    scanner.skipSpaces();
    entries.push([key, readValue(scanner, depth)]);
    readSeparator(scanner, "}");
  }
  return Object.fromEntries(entries);
}

function readKey(scanner: Scanner): string {
  const { column } = scanner;
  const key = readText(scanner);
  if (key === undefined) return scanner.expected("a key in quotes");
  if (!FORBIDDEN_KEYS.includes(key)) return key;
  throw new LineError(column, `the key "${key}" is not allowed`);
}
