/** Sends a signal to a process, unless that has ended already. */
export function endProcess(
  child: Deno.ChildProcess,
  signal: "SIGTERM" | "SIGKILL",
): void {
  try {
    child.kill(signal);
  } catch (error) {
    // That is how it says that the process has ended already.
    if (!(error instanceof TypeError)) throw error;
  }
}
