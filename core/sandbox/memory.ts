/** Bytes in a MB, as `memoryLimit` counts them. */
const MB = 1024 * 1024;

/** MB that a process takes now, in memory and swapped out; 0 if it is gone. */
export async function memorySize(pid: number): Promise<number> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return (kilobytes(status, "VmRSS") + kilobytes(status, "VmSwap")) * 1024 /
      MB;
  } catch {
    return 0;
  }
}

function kilobytes(status: string, name: string): number {
  const [, number = "0"] = new RegExp(`^${name}:\\s*(\\d+) kB$`, "m")
    .exec(status) ?? [];
  return Number(number);
}

/**
 * Has the system end this process before any other when there is no memory
 * left: a sandbox, and not its node.
 */
export async function offerToEnd(pid: number): Promise<void> {
  try {
    await Deno.writeTextFile(`/proc/${pid}/oom_score_adj`, "1000");
  } catch {
    // It is gone already, or this system does not have that.
  }
}
