import { hasNamesBelow, isPin, isSecretName } from "../secret-names.ts";

/** What stands for a secret. */
const HIDDEN = "…";

/** A key with what is between it and its value. */
const KEY = /(["']?)([\w.-]+)\1 *:\s*/g;

/** A text in quotes. */
const QUOTED = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/y;

/** The space before what a line has, and the dash of a list. */
const INDENT = /^[ \t]*(?:- +)?/;

/** What tells nothing. */
const PLAIN = /^(?:true|false|null|~)?$/;

/** A line, and a place in it. */
export interface Spot {
  readonly line: string;
  /** From 0. */
  readonly at: number;
}

/** A part of a line. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A line of a configuration file without the values of its secret options.
 *
 * @param lines those of the file
 * @param index which of them
 * @param at a place in the line, from 0
 * @returns the line, and the place in it
 */
export function hideSecrets(
  lines: readonly string[],
  index: number,
  at: number,
): Spot {
  const line = lines[index] ?? "";
  const spans = isBelowSecret(lines, index)
    ? [contentOf(line)]
    : secretsIn(line);
  return spans.reduceRight(hide, { line, at });
}

function hide({ line, at }: Spot, { start, end }: Span): Spot {
  const shift = end - start - HIDDEN.length;
  return {
    line: line.slice(0, start) + HIDDEN + line.slice(end),
    at: at >= end ? at - shift : Math.min(at, start),
  };
}

/** The values of the secret options that a line has, in their order. */
function secretsIn(line: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const match of line.matchAll(KEY)) {
    const [all, , name = ""] = match;
    const start = match.index + all.length;
    // What looks like a key may be a part of a secret.
    if (match.index < done || line[start] === "{") continue;
    const end = endOfValue(line, start);
    if (!isSecret(name, line.slice(start, end))) continue;
    spans.push({ start, end });
    done = end;
  }
  return spans;
}

function isSecret(name: string, value: string): boolean {
  if (name === "publicKey" || PLAIN.test(value.trim())) return false;
  return isSecretName(name) || isPin(name, value);
}

/** Where a value ends that begins in a line; if in doubt, the line. */
function endOfValue(line: string, start: number): number {
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(line)?.[0];
  if (quoted !== undefined) return start + quoted.length;
  const before = line.slice(0, start);
  const isInBlock = before.split("{").length > before.split("}").length;
  const last = line[start] === "[" ? /\]/ : isInBlock ? /[,}]/ : /$/;
  const length = line.slice(start).search(last);
  if (length < 0) return line.length;
  return start + length + (line[start] === "[" ? 1 : 0);
}

/** Whether a line is within the value of a secret option of a line above. */
function isBelowSecret(lines: readonly string[], index: number): boolean {
  const keys = keysAbove(lines, index);
  return keys.some((key, i) =>
    isSecretName(key) && !hasNamesBelow(keys[i + 1])
  );
}

/** The keys of the blocks that a line is in, the nearest first. */
function keysAbove(lines: readonly string[], index: number): string[] {
  const keys: string[] = [];
  let depth = depthOf(lines[index] ?? "");
  for (const line of lines.slice(0, index).reverse()) {
    const { start } = contentOf(line);
    const key = /^(["']?)([\w.-]+)\1 *:/.exec(line.slice(start))?.[2];
    if (key === undefined || start >= depth) continue;
    keys.push(key);
    depth = start;
  }
  return keys;
}

/** How deep a line is; a list may stand as deep as its key. */
function depthOf(line: string): number {
  const { start } = contentOf(line);
  return line[start - 1] === " " && /^\s*-/.test(line)
    ? line.indexOf("-") + 1
    : start;
}

function contentOf(line: string): Span {
  return { start: INDENT.exec(line)?.[0].length ?? 0, end: line.length };
}
