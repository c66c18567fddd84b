import { measureFloor, measureNode } from "./memory.ts";
import { type AllWayFigures, measureWays } from "./measure-ways.ts";
import { measureMesh, type Mesh } from "./mesh.ts";
import type { Plan } from "./plan.ts";
import { measureSandbox, type Sandbox } from "./sandbox.ts";
import { median } from "./statistics.ts";

/** Where it was measured. */
export interface Machine {
  readonly cores: number;
  readonly deno: string;
  /** Processes that wanted a core, on average over the minute before. */
  readonly load: number;
}

/** What a process with so many idle links holds, in MB. */
export interface Memory {
  readonly links: number;
  /** A node. */
  readonly kozo: number;
  /** A process with bare SSH streams. */
  readonly ssh: number;
}

/** All that the benchmark measures. The keys of its JSON are these. */
export interface Figures {
  readonly machine: Machine;
  readonly ways: AllWayFigures;
  readonly memory: readonly Memory[];
  readonly sandbox: Sandbox;
  readonly mesh: Mesh;
  readonly ratios: Ratios;
}

/** How Kōzō compares with the floors. */
export interface Ratios {
  /** Its messages a second by those of the bare SSH stream. */
  readonly rateToSsh: number;
  /** Its messages a second by those of the plain socket. */
  readonly rateToTcp: number;
  /** Its CPU time for a message by that of the bare SSH stream. */
  readonly cpuToSsh: number;
  /** Its median round trip by that of the bare SSH stream. */
  readonly roundTripToSsh: number;
  /** Its median round trip by that of the plain socket. */
  readonly roundTripToTcp: number;
}

/**
 * Measures everything, one thing after the other.
 *
 * @param stop calls it off
 * @param say is told what is done at the moment
 */
export async function measureAll(
  plan: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Figures> {
  const machine = describeMachine();
  const ways = await measureWays(plan, stop, say);
  const memory = await measureMemory(plan, stop, say);
  say("Sandbox");
  const sandbox = await measureSandbox(plan.memoryRounds, stop);
  const mesh = await measureMeshes(plan, stop, say);
  return { machine, ways, memory, sandbox, mesh, ratios: compare(ways) };
}

/** How Kōzō compares with the floors. */
export function compare({ kozo, ssh, tcp }: AllWayFigures): Ratios {
  return {
    rateToSsh: kozo.messagesPerSecond / ssh.messagesPerSecond,
    rateToTcp: kozo.messagesPerSecond / tcp.messagesPerSecond,
    cpuToSsh: kozo.cpuPerMessage / ssh.cpuPerMessage,
    roundTripToSsh: kozo.roundTripP50 / ssh.roundTripP50,
    roundTripToTcp: kozo.roundTripP50 / tcp.roundTripP50,
  };
}

function describeMachine(): Machine {
  const [load = NaN] = Deno.loadavg();
  const cores = navigator.hardwareConcurrency;
  return { cores, deno: Deno.version.deno, load };
}

async function measureMemory(
  { links: sizes, memoryRounds }: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Memory[]> {
  const memory: Memory[] = [];
  for (const links of sizes) {
    say(`Memory: ${links} links`);
    const kozo: number[] = [];
    const ssh: number[] = [];
    for (let i = 0; i < memoryRounds; i++) {
      kozo.push(await measureNode(links, stop));
      ssh.push(await measureFloor(links, stop));
    }
    memory.push({ links, kozo: median(kozo), ssh: median(ssh) });
  }
  return memory;
}

async function measureMeshes(
  { meshNodes, meshRounds }: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Mesh> {
  say(`Mesh: ${meshNodes} nodes`);
  const meshes: Mesh[] = [];
  for (let i = 0; i < meshRounds; i++) {
    meshes.push(await measureMesh(meshNodes, stop));
  }
  return {
    nodes: meshNodes,
    links: meshNodes * (meshNodes - 1) / 2,
    seconds: median(meshes.map(({ seconds }) => seconds)),
    cpuSeconds: median(meshes.map(({ cpuSeconds }) => cpuSeconds)),
  };
}
