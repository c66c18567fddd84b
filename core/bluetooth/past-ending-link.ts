import { type Environment, realEnvironment, sleep } from "../environment.ts";
import { hasCode } from "../os/os-error.ts";

/** Seconds before the next try: by then the link has ended. */
const PAUSE = 1;

/** How often it may happen in a row. */
const TRIES = 3;

/**
 * Does work that begins with a connection to a device. Two adapters end the
 * link between them when it is of no use for two seconds, each for itself; who
 * begins to use it at that moment is cut off, and tries again.
 *
 * @throws {OsError} `ECONNRESET` or `ECONNABORTED` when that was not enough
 * @throws whatever else the work throws
 */
export async function pastEndingLink<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  environment: Environment = realEnvironment,
): Promise<T> {
  for (let left = TRIES - 1;; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !hasCode(error, "ECONNRESET", "ECONNABORTED")) {
        throw error;
      }
    }
    await sleep(environment, PAUSE, signal);
  }
}
