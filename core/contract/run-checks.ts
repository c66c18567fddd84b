import { realEnvironment, withDeadline } from "../environment.ts";
import type { Check } from "./check.ts";
import { HangGuard } from "./hang-guard.ts";
import { watchOpenThings } from "./open-things.ts";
import { catchStrayErrors } from "./stray-errors.ts";

/** What became of a check. */
export interface Outcome {
  readonly check: Check;
  /** What was thrown, if it did not pass. */
  readonly error?: unknown;
}

/**
 * Runs checks, one after the other: each has to end in time, to leave nothing
 * open, and to leave no error to nobody.
 *
 * @param seconds that each may take
 */
export async function* runChecks(
  checks: readonly Check[],
  seconds: number,
): AsyncGenerator<Outcome> {
  using guard = new HangGuard(seconds);
  for (const check of checks) {
    guard.begin(check.name);
    const outcome = await outcomeOf(check, seconds);
    guard.end();
    yield outcome;
  }
}

async function outcomeOf(check: Check, seconds: number): Promise<Outcome> {
  try {
    await runCheck(check, seconds);
    return { check };
  } catch (error) {
    return { check, error };
  }
}

async function runCheck(check: Check, seconds: number): Promise<void> {
  using stray = catchStrayErrors();
  const allIsClosed = watchOpenThings();
  const { signal } = new AbortController();
  const late = () => new Error(`it has not ended within ${seconds} s`);
  await withDeadline(
    realEnvironment,
    seconds,
    signal,
    late,
    async () => await check.run(),
  );
  stray.throwIfAny();
  await allIsClosed();
}
