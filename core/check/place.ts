import type { PlacedConfig } from "../config/load.ts";
import { type Entry, isNothing, type Value } from "../config/tree.ts";
import type { Problem } from "../errors.ts";
import type { PlacedFinding } from "./check.ts";
import { withoutCredentials } from "../secret-texts.ts";
import { excerpt } from "./excerpt.ts";
import type { Finding } from "./finding.ts";

/** Says of a finding where in the file it is. */
export function place(
  { path, severity, message }: Finding,
  { root, lines }: Pick<PlacedConfig, "root" | "lines">,
  text: string,
): PlacedFinding {
  const { line, col: column } = lines.linePos(offsetOf(root, path));
  return {
    severity,
    message: withoutCredentials(message),
    line,
    column,
    excerpt: excerpt(text, line, column),
  };
}

/** Shows an error whose place is known. */
export function placeError(problem: Problem, text: string): PlacedFinding {
  const { line, column } = problem;
  const shown = excerpt(text, line, column);
  return { severity: "error", ...problem, excerpt: shown };
}

/** What is about the whole file is about no line of it. */
export function placeOnTop({ severity, message }: Finding): PlacedFinding {
  return { severity, message, line: 1, column: 1, excerpt: [] };
}

/** The last key on the way that is there, or the value that it ends at. */
function offsetOf(root: Value, path: readonly string[]): number {
  let value = root;
  let last: Entry | undefined;
  for (const key of path) {
    const next = value.kind === "block" ? value.entries.get(key) : undefined;
    if (next === undefined) break;
    [last, value] = [next, next.value];
  }
  if (last === undefined) return 0;
  const isShort = value.kind === "scalar" && !isNothing(value);
  return isShort ? value.offset : last.offset;
}
