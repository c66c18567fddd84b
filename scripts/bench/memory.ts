import { setTimeout as sleep } from "node:timers/promises";
import { Network } from "../../tests/support/network.ts";
import { BenchProcess } from "./bench-process.ts";
import { startLonelyHub } from "./hub.ts";
import type { Flow } from "./counts.ts";
import { PAYLOAD_SIZE } from "./payload.ts";
import type { Plan } from "./plan.ts";
import { residentMemory } from "./process-usage.ts";
import { median } from "./statistics.ts";
import { startWay } from "./ways.ts";

/** Milliseconds after which a process has settled. */
const SETTLING = 1500;

/** Seconds of each part of a flood. */
const PART = 2;

/** What a process with so many idle links holds, in MB. */
export interface Memory {
  readonly links: number;
  /** A node. */
  readonly kozo: number;
  /** The same node before its links were made; nothing if nobody has looked. */
  readonly kozoUnlinked: number | null;
  /** A process with bare SSH streams. */
  readonly ssh: number;
}

/** What a publisher and a subscriber hold after a flood, in MB. */
export interface Flood {
  readonly messages: number;
  /** Seconds of silence before `rested`. */
  readonly rest: number;
  readonly atOnce: Ends;
  readonly rested: Ends;
}

/** A figure of each end. */
export interface Ends {
  readonly publisher: number;
  readonly subscriber: number;
}

/** What a node holds before it has links and with them, in MB. */
interface NodeMemory {
  readonly unlinked: number;
  readonly linked: number;
}

/** Measures processes with more and more idle links. */
export async function measureMemory(
  { links: sizes, memoryRounds }: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Memory[]> {
  const memory: Memory[] = [];
  for (const links of sizes) {
    say(`Memory: ${links} links`);
    const nodes: NodeMemory[] = [];
    const ssh: number[] = [];
    for (let i = 0; i < memoryRounds; i++) {
      nodes.push(await measureNode(links, stop));
      ssh.push(await measureFloor(links, stop));
    }
    memory.push({
      links,
      kozo: median(nodes.map(({ linked }) => linked)),
      kozoUnlinked: median(nodes.map(({ unlinked }) => unlinked)),
      ssh: median(ssh),
    });
  }
  return memory;
}

/** Measures what two nodes hold after many messages. */
export async function measureFlood(
  { floodMessages, floodRest }: Plan,
  stop: AbortSignal,
): Promise<Flood> {
  await using stack = new AsyncDisposableStack();
  const way = await startWay("kozo", { stack, stop });
  const { publisher, window } = way;
  const what = { measure: "flow", seconds: PART, window } as const;
  let messages = 0;
  while (messages < floodMessages) {
    const flow: Flow = await publisher.measure({ ...what, size: PAYLOAD_SIZE });
    messages += flow.messages;
  }
  const memory = async () => ({
    publisher: await residentMemory(way.pids.publisher),
    subscriber: await residentMemory(way.pids.subscriber),
  });
  const atOnce = await memory();
  await sleep(floodRest * 1000, undefined, { signal: stop });
  return { messages, rest: floodRest, atOnce, rested: await memory() };
}

/** A node with more others in its file holds more, linked or not. */
async function measureNode(
  links: number,
  stop: AbortSignal,
): Promise<NodeMemory> {
  await using stack = new AsyncDisposableStack();
  const { hub, link } = await startLonelyHub(links, stack, stop);
  const unlinked = await settle(hub, stop);
  await link();
  return { unlinked, linked: await settle(hub, stop) };
}

async function measureFloor(links: number, stop: AbortSignal): Promise<number> {
  await using network = await Network.make({ publisher: {}, subscriber: {} });
  const { folder } = network;
  const port = String(network.port("subscriber"));
  const hubArgs = ["ssh", "subscriber", port];
  await using hub = new BenchProcess("floor.ts", hubArgs, folder, stop);
  await hub.listening();
  const idleArgs = ["ssh", "idle", port, String(links)];
  await using _ = new BenchProcess("floor.ts", idleArgs, folder, stop);
  await hub.linked(links);
  return await settle(hub, stop);
}

async function settle(
  hub: BenchProcess,
  signal: AbortSignal,
): Promise<number> {
  await sleep(SETTLING, undefined, { signal });
  return await residentMemory(hub.pid);
}
