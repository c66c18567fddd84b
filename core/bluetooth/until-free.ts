import { realEnvironment, sleep } from "../environment.ts";
import { hasCode } from "../os/os-error.ts";

/** Seconds before the next try; up to twice as long. */
const PAUSE = 0.5;

/**
 * Does work that an adapter does for one at a time: as long as it is busy with
 * somebody else's, tries again, for `patience` seconds.
 *
 * @throws {OsError} `EBUSY` when that was not enough
 * @throws whatever the work throws
 */
export async function untilFree<T>(
  patience: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const end = realEnvironment.monotonic() + patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isLate = realEnvironment.monotonic() >= end;
      if (!hasCode(error, "EBUSY") || isLate) throw error;
    }
    // Two that wait for each other's searches must not stay in step.
    const pause = PAUSE * (1 + realEnvironment.random());
    await sleep(realEnvironment, pause, signal);
  }
}
