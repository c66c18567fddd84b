import { cpus } from "node:os";
import { headCommit } from "../compile/commit.ts";
import { complaintAbout, type Origin, ownExecutable } from "./executable.ts";
import {
  type Flood,
  measureFlood,
  measureMemory,
  type Memory,
} from "./memory.ts";
import { measureWays } from "./measure-ways.ts";
import { measureMeshes, type Mesh } from "./mesh.ts";
import {
  measureNatives,
  type NativeFigures,
  type Natives,
} from "./peers/natives.ts";
import type { Plan } from "./plan.ts";
import { measureSandbox, type Sandbox } from "./sandbox.ts";
import { measureStarts, type Starts } from "./start.ts";
import { type Watch, watchNodes } from "./watch.ts";
import type { AllWayFigures } from "./way-figures.ts";
import { selectWays } from "./ways.ts";

/** Where and when it was measured. */
export interface Machine {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly system: string;
  readonly deno: string;
  /** What the executable is that is measured too, if one was built. */
  readonly executable?: Origin;
  /** Processes that wanted a core, on average over the minute before. */
  readonly load: number;
}

/** All that the benchmark measures. The keys of its JSON are these. */
export interface Figures {
  readonly machine: Machine;
  /** How often each way was measured. */
  readonly rounds: number;
  /** A line for each way that could not be measured. */
  readonly missing: readonly string[];
  readonly ways: AllWayFigures;
  readonly natives: readonly NativeFigures[];
  readonly memory: readonly Memory[];
  readonly flood: Flood;
  readonly sandbox: Sandbox;
  readonly starts: Starts;
  readonly watch: Watch;
  readonly meshes: readonly Mesh[];
}

/** What is measured, and who hears of it. */
export interface Order {
  readonly plan: Plan;
  /** Whether others' brokers are measured too. */
  readonly peers: boolean;
  /** Calls it off. */
  readonly stop: AbortSignal;
  /** Is told what is done at the moment. */
  readonly say: (text: string) => void;
}

/** Measures everything, one thing after the other. */
export async function measureAll(order: Order): Promise<Figures> {
  const { plan, peers, stop, say } = order;
  const { names, missing } = await selectWays(peers);
  for (const line of missing) say(line);
  const executable = await ownExecutable();
  const origin = executable?.origin;
  const complaint = origin && complaintAbout(origin, await headCommit());
  if (complaint !== undefined) say(complaint);
  const machine = describeMachine(origin);
  const ways = await measureWays(names, plan, stop, say);
  const natives = await natively(order);
  const memory = await measureMemory(plan, executable?.file, stop, say);
  say("Memory after a flood");
  const flood = await measureFlood(plan, stop);
  say("Sandbox");
  const sandbox = await measureSandbox(plan.memoryRounds, stop);
  say("How long it takes to start");
  const starts = await measureStarts(plan, executable?.file, stop);
  say("An idle node and a busy one");
  const watch = await watchNodes(plan, stop);
  const meshes = await measureMeshes(plan, stop, say);
  return {
    machine,
    rounds: plan.rounds,
    missing: [...missing, ...natives.missing],
    ways,
    natives: natives.figures,
    memory,
    flood,
    sandbox,
    starts,
    watch,
    meshes,
  };
}

async function natively({ peers, plan, stop, say }: Order): Promise<Natives> {
  if (!peers) return { figures: [], missing: [] };
  say("Brokers' own clients");
  return await measureNatives(plan, stop);
}

function describeMachine(executable: Origin | undefined): Machine {
  const [load = NaN] = Deno.loadavg();
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: navigator.hardwareConcurrency,
    processor: cpus()[0]?.model ?? "",
    system: `${Deno.build.os} ${Deno.osRelease()}`,
    deno: Deno.version.deno,
    ...executable && { executable },
    load,
  };
}
