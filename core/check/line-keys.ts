import type { Span } from "../secret-texts.ts";

/** A key, or its last word, with what is between it and its value. */
const KEY = /(["']?)([\w.-]+)["']? *:\s*/g;

/** A key that a line begins with. */
const FIRST_KEY = /^(?:(["'])([\w. -]+)\1|([\w.-]+)) *:/;

/** The space before what a line has, and the dash of a list. */
const INDENT = /^[ \t]*(?:- +)?/;

/** A block in braces that is within a line. */
const CLOSED = /\{[^{}]*\}/;

/** The key of the block in braces that a line leaves open. */
const OPEN = /([\w.-]+)["']? *:\s*\{[^{}]*$/;

/** A key in a line. */
export interface LineKey {
  readonly name: string;
  /** Where the key is, from 0, and where its value begins. */
  readonly start: number;
  readonly valueStart: number;
}

/** What looks like keys of a line, in their order. */
export function keysIn(line: string): LineKey[] {
  return [...line.matchAll(KEY)].map(({ 0: all, 2: name = "", index }) => ({
    name,
    start: index,
    valueStart: index + all.length,
  }));
}

/** The key that a line begins with, if it does. */
export function firstKey(line: string): string | undefined {
  const [, , quoted, plain] = FIRST_KEY.exec(
    line.slice(contentOf(line).start),
  ) ?? [];
  return quoted ?? plain;
}

/** The keys of the blocks that a line is in, the nearest first. */
export function keysAbove(lines: readonly string[], index: number): string[] {
  const keys: string[] = [];
  let depth = depthOf(lines[index] ?? "");
  for (const line of lines.slice(0, index).reverse()) {
    const key = firstKey(line);
    const { start } = contentOf(line);
    if (key === undefined || start >= depth) continue;
    keys.push(key);
    depth = start;
  }
  return keys;
}

/** The key of the block that a key of a line is in, if there is one. */
export function parentOf(
  lines: readonly string[],
  index: number,
  { start }: LineKey,
): string | undefined {
  let before = lines[index]?.slice(0, start) ?? "";
  while (CLOSED.test(before)) before = before.replace(CLOSED, "");
  return OPEN.exec(before)?.[1] ?? keysAbove(lines, index)[0];
}

/** A line without its indent. */
export function contentOf(line: string): Span {
  return { start: INDENT.exec(line)?.[0].length ?? 0, end: line.length };
}

/** How deep a line is; a list may stand as deep as its key. */
function depthOf(line: string): number {
  const { start } = contentOf(line);
  return line[start - 1] === " " && /^\s*-/.test(line)
    ? line.indexOf("-") + 1
    : start;
}
