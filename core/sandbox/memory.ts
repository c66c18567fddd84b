/** Bytes in a MB, as `memoryLimit` counts them. */
const MB = 1024 * 1024;

/** MB that a process takes now; 0 if it is gone. */
export async function residentSize(pid: number): Promise<number> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024 / MB;
  } catch {
    return 0;
  }
}
