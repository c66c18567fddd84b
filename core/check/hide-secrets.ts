import { credentialsIn, HIDDEN, type Span } from "../secret-texts.ts";
import { isSecretName } from "../secret-names.ts";
import { secretSpansIn } from "../secret-patterns.ts";
import { contentOf } from "./line-keys.ts";
import { isSecretLine } from "./secret-lines.ts";
import { secretValues } from "./secret-values.ts";

/** What names the argument of a command that follows. */
const FLAG = /(?<![\w-])--?[\w-]+/g;

/** A line, and a place in it. */
export interface Spot {
  readonly line: string;
  /** From 0. */
  readonly at: number;
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
  const spans = isSecretLine(lines, index)
    ? [contentOf(line)]
    : secretsIn(lines, index);
  return spans.reduceRight(hide, { line, at });
}

/** In their order; of those that overlap, the one that begins first. */
function secretsIn(
  lines: readonly string[],
  index: number,
): readonly Span[] {
  const line = lines[index] ?? "";
  const known = [
    ...secretValues(lines, index),
    ...credentialsIn(line),
    ...argumentsIn(line),
  ];
  // Who knows the place knows its end better than who goes by looks.
  const others = secretSpansIn(line)
    .filter((span) => !known.some((one) => overlap(one, span)));
  return [...known, ...others]
    .sort((a, b) => a.start - b.start)
    .reduce<readonly Span[]>(addApart, []);
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Adds a span to those that begin before it, unless it begins in one. */
function addApart(before: readonly Span[], span: Span): readonly Span[] {
  const end = before.at(-1)?.end ?? 0;
  return span.start < end ? before : [...before, span];
}

/** What follows `--password` in a line: where it ends is anybody's guess. */
function argumentsIn(line: string): Span[] {
  const flag = line.matchAll(FLAG).find(([name]) => isSecretName(name));
  if (flag === undefined) return [];
  return [{ start: flag.index + flag[0].length, end: line.length }];
}

function hide({ line, at }: Spot, { start, end }: Span): Spot {
  const shift = end - start - HIDDEN.length;
  return {
    line: line.slice(0, start) + HIDDEN + line.slice(end),
    at: at >= end ? at - shift : Math.min(at, start),
  };
}
