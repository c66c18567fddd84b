import { howToInstall, runToEnd } from "./peers/programs.ts";
import { sum } from "./statistics.ts";

/** What the TCP connections of some processes have carried so far. */
export interface Traffic {
  /** Bytes that were sent, without the heads of packets. */
  readonly bytes: number;
  /** Packets that were sent. */
  readonly packets: number;
}

/**
 * Asks the system what the open TCP connections of some processes have sent.
 *
 * @returns nothing where the program is missing that can tell
 */
export async function trafficOf(
  pids: readonly number[],
  signal: AbortSignal,
): Promise<Traffic | undefined> {
  if (await howToInstall(["ss"]) !== undefined) return undefined;
  const wanted = new Set(pids);
  const args = ["--tcp", "--info", "--processes", "--no-header", "--oneline"];
  const lines = (await runToEnd("ss", args, "/", signal)).split("\n")
    .filter((line) => wanted.has(Number(/\bpid=(\d+)/.exec(line)?.[1])));
  return {
    bytes: total(lines, /\bbytes_sent:(\d+)/),
    packets: total(lines, /\bsegs_out:(\d+)/),
  };
}

function total(lines: readonly string[], pattern: RegExp): number {
  return sum(lines.map((line) => Number(pattern.exec(line)?.[1] ?? 0)));
}
