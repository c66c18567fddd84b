import { sum } from "./statistics.ts";

/** Ticks a second in which Linux counts CPU time. */
const TICKS = 100;

/** Memory that a process holds at this moment, in MB. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]) * 1024 / 1e6;
}

/** CPU time that a process has used so far, user's and system's, in seconds. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  // The second field is the program's name, which may have spaces in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Bytes that a process has had written to disks so far. */
export async function bytesToDisk(pid: number): Promise<number> {
  const io = await Deno.readTextFile(`/proc/${pid}/io`);
  return Number(/^write_bytes: (\d+)$/m.exec(io)?.[1]);
}

/** The sum of a figure over a process and all that it has started. */
export async function ofTree(
  pid: number,
  figure: (pid: number) => Promise<number>,
): Promise<number> {
  const own = await figure(pid);
  const parts = (await children(pid)).map((child) => ofTree(child, figure));
  return own + sum(await Promise.all(parts));
}

/** The processes that a process has started and that still run. */
export async function children(pid: number): Promise<number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${name}/children`;
    const text = await Deno.readTextFile(path).catch(() => "");
    found.push(...text.split(" ").filter((word) => word !== "").map(Number));
  }
  return found;
}
