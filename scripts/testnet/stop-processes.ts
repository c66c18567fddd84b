import process from "node:process";
import { PATIENCE } from "../support/patience.ts";

/** How often to look whether a process is still there, in milliseconds. */
const GLANCE = 25;

/**
 * Ends processes that need not be our children: asks them to stop, kills those
 * that do not, and returns when all are gone.
 */
export async function stopProcesses(pids: readonly number[]): Promise<void> {
  for (const pid of pids) signal(pid, "SIGTERM");
  for (let waited = 0; waited < PATIENCE; waited += GLANCE) {
    if (!pids.some((pid) => signal(pid, 0))) return;
    await new Promise((resolve) => setTimeout(resolve, GLANCE));
  }
  for (const pid of pids) signal(pid, "SIGKILL");
}

/** Signals a process, with 0 only as a question: whether it is there. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
