import type { TestRun } from "./run-tests.ts";

/** What is wrong with a run, if something is. */
export function complaintAbout(
  { success, counts }: TestRun,
  stop: AbortSignal,
): string | undefined {
  if (stop.aborted) return "The tests were stopped";
  if (counts.failed > 0) return "Some tests failed";
  if (!success) return "The tests could not all be run";
  if (counts.passed === 0) return "No test was run";
  if (counts.skipped > 0 && inCi()) {
    return "Some tests were skipped, which counts as a failure here: CI is set";
  }
  return undefined;
}

/** Whether nobody watches, and all has to be run. */
export function inCi(): boolean {
  return !["", "0", "false"].includes(Deno.env.get("CI") ?? "");
}
