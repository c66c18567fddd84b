import { PATIENCE } from "./patience.ts";

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

/** Asks a process to end, kills it if it does not, and waits until it has. */
export async function untilEnded(child: Deno.ChildProcess): Promise<void> {
  endProcess(child, "SIGTERM");
  const timer = setTimeout(() => endProcess(child, "SIGKILL"), PATIENCE);
  await child.status;
  clearTimeout(timer);
}
