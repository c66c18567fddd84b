/** What a user, a terminal that closes or a service manager sends. */
const STOP_SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** The exit code of a program that was stopped by Ctrl-C. */
export const STOPPED = 130;

/**
 * Runs `work` with a signal that is aborted when this process is asked to end.
 * Until `work` has ended, such a request has no other effect.
 *
 * @throws whatever `work` throws
 */
export async function withStopSignals<T>(
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const name of STOP_SIGNALS) Deno.addSignalListener(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of STOP_SIGNALS) Deno.removeSignalListener(name, stop);
  }
}
