import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "../testnet/ports.ts";
import { type BenchProcess, startScript } from "./bench-process.ts";
import type { Flow } from "./counts.ts";
import { startLonelyHub } from "./hub.ts";
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
  /** The same node before its links were made. */
  readonly kozoUnlinked: number;
  /** A node of the executable; nothing when that was not built. */
  readonly compiled: number | null;
  /** A process with bare ssh2 channels. */
  readonly ssh2: number;
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

/**
 * Measures processes with more and more idle links.
 *
 * @param executable nothing when that was not built
 */
export async function measureMemory(
  { links: sizes, memoryRounds }: Plan,
  executable: string | undefined,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Memory[]> {
  const memory: Memory[] = [];
  for (const links of sizes) {
    say(`Memory: ${links} links`);
    const nodes: NodeMemory[] = [];
    const compiled: number[] = [];
    const ssh2: number[] = [];
    for (let i = 0; i < memoryRounds; i++) {
      nodes.push(await measureNode(links, stop));
      if (executable !== undefined) {
        compiled.push((await measureNode(links, stop, executable)).linked);
      }
      ssh2.push(await measureFloor(links, stop));
    }
    memory.push({
      links,
      kozo: median(nodes.map(({ linked }) => linked)),
      kozoUnlinked: median(nodes.map(({ unlinked }) => unlinked)),
      compiled: executable === undefined ? null : median(compiled),
      ssh2: median(ssh2),
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
  executable?: string,
): Promise<NodeMemory> {
  await using stack = new AsyncDisposableStack();
  const { hub, link } = await startLonelyHub(
    links,
    stack,
    stop,
    {},
    executable,
  );
  const unlinked = await settle(hub, stop);
  await link();
  return { unlinked, linked: await settle(hub, stop) };
}

async function measureFloor(links: number, stop: AbortSignal): Promise<number> {
  const port = freePorts(1).map(String);
  const start = (...count: string[]) =>
    startScript("idle-ssh2.ts", [...port, ...count], ".", stop);
  await using hub = start();
  await hub.listening();
  await using dialler = start(String(links));
  await hub.linked(links, dialler);
  return await settle(hub, stop);
}

async function settle(
  hub: BenchProcess,
  signal: AbortSignal,
): Promise<number> {
  await sleep(SETTLING, undefined, { signal });
  return await residentMemory(hub.pid);
}
