import { printable } from "../text.ts";

/** Lines of a reason that are shown at most. */
const MOST_LINES = 20;

/** What goes on about the tools of the checks, and not about the module. */
const NOISE = /^(Hint: |Execution summary:|\{ seed: )/;

/** Why a check failed: what was thrown and what led to it, as lines. */
export function failureLines(error: unknown): string[] {
  const lines = chain(error).flatMap((text) => text.split("\n"))
    .map((line) => printable(line.trimEnd()))
    .filter((line) => line.trim() !== "" && !NOISE.test(line));
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), "…"];
}

/** The same with stack traces, for whoever looks for the place. */
export function traceLines(error: unknown): string[] {
  const stack = error instanceof Error ? error.stack ?? error.message : "";
  const cause = error instanceof Error ? error.cause : undefined;
  return [
    ...(stack || String(error)).split("\n").map(printable),
    ...cause === undefined ? [] : traceLines(cause),
  ];
}

function chain(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const text = error.name === "Error" || error.name === "AssertionError"
    ? error.message
    : `${error.name}: ${error.message}`;
  return error.cause === undefined ? [text] : [text, ...chain(error.cause)];
}
