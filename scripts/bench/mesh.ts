import { setTimeout as sleep } from "node:timers/promises";
import { type Block, Network } from "../../tests/support/network.ts";
import { freePorts } from "../testnet/ports.ts";
import { type BenchProcess, startNode, startScript } from "./bench-process.ts";
import type { Spread } from "./times.ts";
import type { MeshPlan, Plan } from "./plan.ts";
import { cpuSeconds, residentMemory } from "./process-usage.ts";
import { type Traffic, trafficOf } from "./sockets.ts";
import { median, sum } from "./statistics.ts";

/** Messages from one node to all others. */
const BROADCASTS = 20;

/** Milliseconds after which nobody is busy with having been started. */
const SETTLING = 3000;

/** What it takes to link all nodes of a network with each other. */
export interface Mesh {
  readonly nodes: number;
  readonly links: number;
  /** From the start of the first process to the last link. */
  readonly seconds: number;
  /** CPU time of all processes until then, in seconds. */
  readonly cpuSeconds: number;
  /** Bytes that all nodes have sent until then; nothing without `ss`. */
  readonly bytes: number | null;
  /** Memory of a node, in MB: the median of all. */
  readonly megabytes: number;
  /** The share of a core that an idle node uses: the average of all. */
  readonly idleCore: number;
  /** Bytes that all idle nodes send in a second; nothing without `ss`. */
  readonly idleBytes: number | null;
  /** How long a message to all others takes to the first and the last, in ms. */
  readonly broadcast: Spread;
  /** The same by a bare ssh2 channel to each of as many processes. */
  readonly bareBroadcast: Spread;
}

/** Starts meshes, one after the other; the figures are medians of the rounds. */
export async function measureMeshes(
  plan: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Mesh[]> {
  const meshes: Mesh[] = [];
  for (const { nodes, rounds } of plan.meshes) {
    const done: Mesh[] = [];
    for (let i = 0; i < rounds; i++) {
      say(`Mesh of ${nodes} nodes: ${i + 1} of ${rounds}`);
      done.push(await measureMesh(nodes, plan.meshSeconds, stop));
    }
    meshes.push(middle({ nodes, rounds }, done));
  }
  return meshes;
}

/** Starts so many nodes at once, each a process, and watches them. */
async function measureMesh(
  size: number,
  seconds: number,
  stop: AbortSignal,
): Promise<Mesh> {
  const names = Array.from({ length: size }, (_, i) => `node${i + 1}`);
  const bareBroadcast = await broadcastBare(size - 1, stop);
  await using network = await Network.make(
    Object.fromEntries(names.map((name, i) => [name, blockOf(i)])),
  );
  await using stack = new AsyncDisposableStack();
  const start = performance.now();
  const nodes = names.map((name) =>
    stack.use(startNode(name, network.folder, stop))
  );
  await Promise.all(nodes.map((node) => node.linked(size - 1)));
  const linkedAfter = (performance.now() - start) / 1000;
  const linked = await look(nodes, stop);
  await sleep(SETTLING, undefined, { signal: stop });
  const before = await look(nodes, stop);
  await sleep(seconds * 1000, undefined, { signal: stop });
  const after = await look(nodes, stop);
  const memory = nodes.map(({ pid }) => residentMemory(pid));
  return {
    nodes: size,
    links: size * (size - 1) / 2,
    seconds: linkedAfter,
    cpuSeconds: linked.cpu,
    bytes: linked.traffic?.bytes ?? null,
    megabytes: median(await Promise.all(memory)),
    idleCore: (after.cpu - before.cpu) / seconds / size,
    idleBytes: after.traffic === undefined || before.traffic === undefined
      ? null
      : (after.traffic.bytes - before.traffic.bytes) / seconds,
    broadcast: await broadcast(nodes[0], size - 1),
    bareBroadcast,
  };
}

/** The first one sends, and all others receive. */
function blockOf(index: number): Block {
  return { roles: index === 0 ? { publisher: {} } : { subscriber: {} } };
}

/** What all nodes together have used so far. */
async function look(
  nodes: readonly BenchProcess[],
  stop: AbortSignal,
): Promise<{ cpu: number; traffic: Traffic | undefined }> {
  const pids = nodes.map(({ pid }) => pid);
  const cpu = sum(await Promise.all(pids.map(cpuSeconds)));
  return { cpu, traffic: await trafficOf(pids, stop) };
}

/** What a mesh's message to all would take without Kōzō. */
async function broadcastBare(
  receivers: number,
  stop: AbortSignal,
): Promise<Spread> {
  await using stack = new AsyncDisposableStack();
  const start = (role: string, ports: readonly number[]) => {
    const args = [role, ...ports.map(String)];
    return stack.use(startScript("floors/ssh2.ts", args, ".", stop));
  };
  const ports = freePorts(receivers);
  const subscribers = ports.map((port) => start("subscriber", [port]));
  await Promise.all(subscribers.map((process) => process.listening()));
  const publisher = start("publisher", ports);
  await publisher.linked(1);
  await sleep(SETTLING, undefined, { signal: stop });
  return await broadcast(publisher, receivers);
}

async function broadcast(
  publisher: BenchProcess | undefined,
  receivers: number,
): Promise<Spread> {
  const spreads: Spread[] = await publisher?.measure({
    measure: "broadcast",
    messages: BROADCASTS,
    receivers,
    seconds: BROADCASTS / 10,
  }) ?? [];
  return middleSpread(spreads);
}

function middle({ nodes }: MeshPlan, rounds: readonly Mesh[]): Mesh {
  const of = (figure: (mesh: Mesh) => number) => median(rounds.map(figure));
  const ofKnown = (figure: (mesh: Mesh) => number | null) => {
    const known = rounds.flatMap((mesh) => figure(mesh) ?? []);
    return known.length < rounds.length ? null : median(known);
  };
  return {
    nodes,
    links: nodes * (nodes - 1) / 2,
    seconds: of(({ seconds }) => seconds),
    cpuSeconds: of(({ cpuSeconds }) => cpuSeconds),
    bytes: ofKnown(({ bytes }) => bytes),
    megabytes: of(({ megabytes }) => megabytes),
    idleCore: of(({ idleCore }) => idleCore),
    idleBytes: ofKnown(({ idleBytes }) => idleBytes),
    broadcast: middleSpread(rounds.map(({ broadcast }) => broadcast)),
    bareBroadcast: middleSpread(
      rounds.map(({ bareBroadcast }) => bareBroadcast),
    ),
  };
}

function middleSpread(spreads: readonly Spread[]): Spread {
  return {
    first: median(spreads.map(({ first }) => first)),
    last: median(spreads.map(({ last }) => last)),
  };
}
