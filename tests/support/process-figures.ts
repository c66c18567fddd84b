/** How many files, sockets among them, a process has open. */
export async function openFiles(pid: number): Promise<number> {
  const files = await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`));
  return files.length;
}

/** MiB of memory that a process takes. */
export async function residentSize(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
