/**
 * Time and chance, handed down explicitly: the tests run whole networks on a
 * clock and a dice of their own. Nothing in `core/` asks the system for either.
 */
export interface Environment {
  /** Seconds since 1970 by the wall clock, which may jump. */
  now(): number;
  /** Seconds by a clock that never jumps; its zero means nothing. */
  monotonic(): number;
  /**
   * Calls `callback` once after `seconds`.
   *
   * @returns a function that calls it off
   */
  after(seconds: number, callback: () => void): () => void;
  /** A number from 0 (included) to 1 (excluded). */
  random(): number;
}

/** The longest delay that a timer of the runtime can take, in seconds. */
const LONGEST_TIMER = 2 ** 31 / 1000 - 1;

/** The machine's own clock and dice. */
export const realEnvironment: Environment = {
  now: () => Date.now() / 1000,
  monotonic: () => performance.now() / 1000,
  after(seconds, callback) {
    const delay = Math.min(Math.max(seconds, 0), LONGEST_TIMER) * 1000;
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/**
 * Waits.
 *
 * @param seconds how long; a negative number counts as 0
 * @throws the signal's reason as soon as it is aborted
 *
 * @example
 * ```ts
 * import { type Environment, sleep } from "kozo";
 *
 * async function everySecond(
 *   environment: Environment,
 *   signal: AbortSignal,
 *   work: () => void,
 * ): Promise<void> {
 *   while (!signal.aborted) {
 *     work();
 *     await sleep(environment, 1, signal).catch(() => {});
 *   }
 * }
 * ```
 */
export function sleep(
  environment: Environment,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const cancel = environment.after(seconds, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/**
 * Runs `work` with a signal that is aborted with `late()` after `seconds`, or
 * as soon as `signal` is. It does not wait for work that ignores the signal.
 *
 * @throws whatever `work` throws, or the reason of its signal
 */
export async function withDeadline<T>(
  environment: Environment,
  seconds: number,
  signal: AbortSignal,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const limited = AbortSignal.any([signal, deadline.signal]);
  const cancel = environment.after(seconds, () => deadline.abort(late()));
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(limited.reason);
  limited.addEventListener("abort", onAbort, { once: true });
  if (limited.aborted) onAbort();
  // What it throws at once must not keep `aborted` from being heard.
  const working = async () => await work(limited);
  try {
    return await Promise.race([working(), aborted]);
  } finally {
    cancel();
    limited.removeEventListener("abort", onAbort);
  }
}
