import { credentialsIn, HIDDEN, type Span } from "../secret-texts.ts";
import { isSecretName } from "../secret-names.ts";
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

/** In their order; of two that overlap, the one that begins first. */
function secretsIn(lines: readonly string[], index: number): Span[] {
  const credentials = credentialsIn(lines[index] ?? "");
  const argument = argumentsIn(lines[index] ?? "");
  const spans = [...secretValues(lines, index), ...credentials, ...argument]
    .sort((a, b) => a.start - b.start);
  return spans.filter(({ start }, i) => start >= (spans[i - 1]?.end ?? 0));
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
