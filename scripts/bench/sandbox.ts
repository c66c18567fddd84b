import { setTimeout as sleep } from "node:timers/promises";
import { type Block, Network } from "../../tests/support/network.ts";
import { startNode } from "./bench-process.ts";
import { children, residentMemory } from "./process-usage.ts";
import { median, sum } from "./statistics.ts";
import { SANDBOX } from "./ways.ts";

/** Milliseconds after which a process has settled. */
const SETTLING = 1500;

/** What a role in a sandbox costs, besides its messages. */
export interface Sandbox {
  /** Memory of its process, in MB. */
  readonly megabytes: number;
  /** By how much later its node runs. */
  readonly seconds: number;
}

/** Starts a node with a role in a sandbox and without, in turns. */
export async function measureSandbox(
  rounds: number,
  stop: AbortSignal,
): Promise<Sandbox> {
  const bare: Start[] = [];
  const boxed: Start[] = [];
  for (let i = 0; i < rounds; i++) {
    bare.push(await start({}, stop));
    boxed.push(await start(SANDBOX, stop));
  }
  const seconds = (starts: readonly Start[]) =>
    median(starts.map(({ seconds }) => seconds));
  return {
    megabytes: median(boxed.map(({ megabytes }) => megabytes)),
    seconds: seconds(boxed) - seconds(bare),
  };
}

interface Start {
  /** Until the node runs. */
  readonly seconds: number;
  /** Memory of all processes that it has started. */
  readonly megabytes: number;
}

async function start(block: Block, signal: AbortSignal): Promise<Start> {
  await using network = await Network.make({
    hub: { roles: { timer: { tick: 1000, ...block } } },
  });
  const begin = performance.now();
  await using hub = startNode("hub", network.folder, signal);
  await hub.running();
  const seconds = (performance.now() - begin) / 1000;
  await sleep(SETTLING, undefined, { signal });
  return { seconds, megabytes: await memoryOfChildren(hub.pid) };
}

async function memoryOfChildren(pid: number): Promise<number> {
  const pids = await children(pid);
  return sum(await Promise.all(pids.map(residentMemory)));
}
