import { setTimeout as sleep } from "node:timers/promises";
import type { Block } from "../../tests/support/network.ts";
import { startHub } from "./hub.ts";
import type { Plan } from "./plan.ts";
import { bytesToDisk, cpuSeconds } from "./process-usage.ts";
import { trafficOf } from "./sockets.ts";

/** Links of the node that is watched. */
const LINKS = 10;

/** Milliseconds after which nobody is busy with having been started. */
const SETTLING = 3000;

const SECONDS_AN_HOUR = 3600;
const SECONDS_A_DAY = 24 * SECONDS_AN_HOUR;

/** Has something to store, and to log, every second. */
const BUSY: Block = {
  roleStorage: "storage",
  roles: { timer: { tick: 1 }, cuckoo: {}, logger: { file: "log.txt" } },
};

/** What nodes use that just run, from so many seconds. */
export interface Watch {
  readonly seconds: number;
  readonly links: number;
  readonly idle: Use;
  /** With a timer that ticks every second, a cuckoo and a logger. */
  readonly busy: Use;
}

/** What one node uses. */
export interface Use {
  /** The share of a core. */
  readonly core: number;
  /** Bytes that a link carries in an hour, both ways; nothing without `ss`. */
  readonly bytesAnHour: number | null;
  /** Packets that a link carries in an hour, both ways. */
  readonly packetsAnHour: number | null;
  /** Bytes written to the disk in a day. */
  readonly diskADay: number;
}

/** Watches an idle and a busy node at the same time. */
export async function watchNodes(
  { watchSeconds: seconds }: Plan,
  stop: AbortSignal,
): Promise<Watch> {
  const [idle, busy] = await Promise.all([
    watch({}, seconds, stop),
    watch(BUSY, seconds, stop),
  ]);
  return { seconds, links: LINKS, idle, busy };
}

async function watch(
  block: Block,
  seconds: number,
  signal: AbortSignal,
): Promise<Use> {
  await using stack = new AsyncDisposableStack();
  const { hub, others } = await startHub(LINKS, stack, signal, block);
  await sleep(SETTLING, undefined, { signal });
  const look = async () => ({
    cpu: await cpuSeconds(hub.pid),
    disk: await bytesToDisk(hub.pid),
    traffic: await trafficOf([hub.pid, others.pid], signal),
  });
  const before = await look();
  await sleep(seconds * 1000, undefined, { signal });
  const after = await look();
  const ofLink = (figure: "bytes" | "packets") =>
    after.traffic === undefined || before.traffic === undefined
      ? null
      : (after.traffic[figure] - before.traffic[figure]) / LINKS / seconds *
        SECONDS_AN_HOUR;
  return {
    core: (after.cpu - before.cpu) / seconds,
    bytesAnHour: ofLink("bytes"),
    packetsAnHour: ofLink("packets"),
    diskADay: (after.disk - before.disk) / seconds * SECONDS_A_DAY,
  };
}
