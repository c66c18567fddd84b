import { DecodeError } from "../errors.ts";

/** How deep arrays, structures and variants may lie in each other. */
export const DEEPEST = 32;

/** Where values of a type start: at a multiple of so many bytes. */
const ALIGNMENT: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  a: 4,
  x: 8,
  t: 8,
  d: 8,
  "(": 8,
  "{": 8,
};

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "{": "}" };

/** Where a value of a type starts: at a multiple of so many bytes. */
export function alignmentOf(type: string): number {
  return ALIGNMENT[type.charAt(0)] ?? 1;
}

/**
 * Splits a signature into complete types: `sa{sv}` is `s` and `a{sv}`.
 *
 * @throws {DecodeError} when it is none
 */
export function splitSignature(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at, 0);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

/** The types inside a structure or an entry of a dictionary. */
export function membersOf(type: string): string[] {
  return splitSignature(type.slice(1, -1));
}

function endOfType(signature: string, start: number, depth: number): number {
  const code = signature.charAt(start);
  if (!(code in ALIGNMENT) || depth > DEEPEST) throw bad(signature);
  if (code === "a") return endOfType(signature, start + 1, depth + 1);
  const closing = CLOSING[code];
  if (closing === undefined) return start + 1;
  let at = start + 1;
  while (signature.charAt(at) !== closing) {
    at = endOfType(signature, at, depth + 1);
  }
  if (at === start + 1) throw bad(signature);
  return at + 1;
}

function bad(signature: string): DecodeError {
  return new DecodeError(`Cannot read "${signature}" as a type of D-Bus`);
}
