import { realEnvironment, withDeadline } from "../environment.ts";
import type { Check } from "./check.ts";
import { HangGuard } from "./hang-guard.ts";
import { watchOpenThings } from "./open-things.ts";
import { catchStrayErrors, type StrayErrors } from "./stray-errors.ts";

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
  using stray = catchStrayErrors();
  for (const check of checks) {
    guard.begin(check.name);
    const outcome = await outcomeOf(check, seconds, stray);
    guard.end();
    yield outcome;
  }
}

async function outcomeOf(
  check: Check,
  seconds: number,
  stray: StrayErrors,
): Promise<Outcome> {
  const fault = await faultOf(check, seconds);
  // It is taken even if it is not told: no later check is to blame.
  const forgotten = await stray.take();
  const error = fault ?? forgotten;
  return error === undefined ? { check } : { check, error };
}

async function faultOf(check: Check, seconds: number): Promise<unknown> {
  try {
    await runCheck(check, seconds);
    return undefined;
  } catch (error) {
    return error ?? new Error("it has thrown nothing");
  }
}

async function runCheck(check: Check, seconds: number): Promise<void> {
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
  await allIsClosed();
}
