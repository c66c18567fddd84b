import { KozoError } from "kozo";
import { measureLoads } from "./measure-loads.ts";
import type { Flow } from "./measurements.ts";
import { PAYLOAD_SIZE, PAYLOAD_SIZES } from "./payload.ts";
import type { Plan } from "./plan.ts";
import { cpuSeconds, ofTree, residentMemory } from "./process-usage.ts";
import { trafficOf } from "./sockets.ts";
import { median, percentiles } from "./statistics.ts";
import type {
  AllWayFigures,
  FlowFigures,
  PartFigures,
  RoundTripFigures,
} from "./way-figures.ts";
import { type Parts, startWay, type Way, type WayName } from "./ways.ts";

/** How often a flow is measured at most, to see one that loses nothing. */
const ATTEMPTS = 5;

/** Bytes that may be on their way at once, whatever the size of messages. */
const WINDOW_SIZE = 1024 * 1024;

interface Round {
  /** For each size of payload. */
  readonly flows: readonly FlowFigures[];
  /** The ms that each round trip took, for each rate. */
  readonly roundTrips: readonly (readonly number[])[];
}

/**
 * Measures ways in turns, so that whatever else the machine does meets all of
 * them alike.
 */
export async function measureWays(
  names: readonly WayName[],
  plan: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<AllWayFigures> {
  await using stack = new AsyncDisposableStack();
  const ways: Way[] = [];
  for (const name of names) ways.push(await startWay(name, { stack, stop }));
  const rounds = await measureRounds(ways, plan, stop, say);
  const loads = await measureLoads(ways, plan, say);
  const connects = await measureConnects(names, plan, stop, say);
  const figures: [WayName, AllWayFigures[WayName]][] = [];
  for (const way of ways) {
    const done = rounds.get(way) ?? [];
    figures.push([way.name, {
      version: way.version ?? null,
      flows: PAYLOAD_SIZES.map((_, i) =>
        middle(done.flatMap(({ flows }) => flows[i] ?? []))
      ),
      roundTrips: summariseRoundTrips(plan, done),
      ...loads(way),
      megabytes: await ofParts(way.pids, residentMemory),
      connect: median([way.linkedAfter, ...connects.get(way.name) ?? []]),
    }]);
  }
  return Object.fromEntries(figures);
}

async function measureRounds(
  ways: readonly Way[],
  plan: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Map<Way, Round[]>> {
  const all = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  for (let i = 0; i < plan.warmUps; i++) {
    say(`Messages: warming up (${i + 1} of ${plan.warmUps})`);
    for (const way of ways) {
      await measureFlow(way, PAYLOAD_SIZE, plan.flowSeconds, stop);
    }
  }
  for (let i = 0; i < plan.rounds; i++) {
    say(`Messages: round ${i + 1} of ${plan.rounds}`);
    for (const [way, done] of all) {
      done.push(await measureRound(way, plan, stop));
    }
  }
  return all;
}

async function measureRound(
  way: Way,
  plan: Plan,
  stop: AbortSignal,
): Promise<Round> {
  const flows: FlowFigures[] = [];
  for (const size of PAYLOAD_SIZES) {
    const { flowSeconds, otherFlowSeconds } = plan;
    const seconds = size === PAYLOAD_SIZE ? flowSeconds : otherFlowSeconds;
    flows.push(await measureFlow(way, size, seconds, stop));
  }
  const roundTrips: number[][] = [];
  for (const pace of plan.roundTrips) {
    const what = { measure: "round trips", ...pace } as const;
    roundTrips.push(await way.publisher.measure(what));
  }
  return { flows, roundTrips };
}

/** @throws {KozoError} when messages were dropped, however often it was tried */
async function measureFlow(
  way: Way,
  size: number,
  seconds: number,
  stop: AbortSignal,
): Promise<FlowFigures> {
  const window = Math.min(way.window, Math.floor(WINDOW_SIZE / size));
  for (let i = 0; i < ATTEMPTS; i++) {
    const flow = await tryFlow(way, { window, size, seconds }, stop);
    if (flow !== undefined) return flow;
  }
  throw new KozoError(
    `Of messages of ${size} bytes some were dropped by "${way.name}", though ` +
      `never more than ${window} were on their way; it was tried ` +
      `${ATTEMPTS} times`,
  );
}

/** Nothing, when messages were dropped. */
async function tryFlow(
  { publisher, pids }: Way,
  flow: { window: number; size: number; seconds: number },
  stop: AbortSignal,
): Promise<FlowFigures | undefined> {
  const cpuBefore = await ofParts(pids, cpuSeconds);
  const before = await trafficOf([pids.publisher], stop);
  const done: Flow = await publisher.measure({ measure: "flow", ...flow });
  const after = await trafficOf([pids.publisher], stop);
  const cpu = await ofParts(pids, cpuSeconds);
  const { messages, seconds, dropped } = done;
  if (dropped > 0) return undefined;
  const { size } = flow;
  return {
    size,
    messagesPerSecond: messages / seconds,
    cpu: eachPart((part) => (cpu[part] - cpuBefore[part]) * 1e6 / messages),
    overhead: after === undefined || before === undefined
      ? null
      : overheadOf(after.bytes - before.bytes, messages, size),
  };
}

/** Two of the messages ask for accounts, and the first was not counted. */
function overheadOf(bytes: number, messages: number, size: number): number {
  const payloads = (messages - 1) * size + 2 * PAYLOAD_SIZE;
  return (bytes - payloads) / (messages + 1);
}

/** How long each way takes to link, in seconds. */
async function measureConnects(
  names: readonly WayName[],
  { connects }: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Map<WayName, number[]>> {
  const all = new Map<WayName, number[]>(names.map((name) => [name, []]));
  say("Messages: how long it takes to link");
  for (let i = 0; i < connects; i++) {
    for (const [name, done] of all) {
      await using stack = new AsyncDisposableStack();
      done.push((await startWay(name, { stack, stop })).linkedAfter);
    }
  }
  return all;
}

function middle(flows: readonly FlowFigures[]): FlowFigures {
  const of = (figure: (flow: FlowFigures) => number) =>
    median(flows.map(figure));
  const isKnown = flows.every(({ overhead }) => overhead !== null);
  return {
    size: of(({ size }) => size),
    messagesPerSecond: of(({ messagesPerSecond }) => messagesPerSecond),
    cpu: eachPart((part) => of(({ cpu }) => cpu[part])),
    overhead: isKnown ? of(({ overhead }) => overhead ?? NaN) : null,
  };
}

function summariseRoundTrips(
  plan: Plan,
  rounds: readonly Round[],
): RoundTripFigures[] {
  return plan.roundTrips.map(({ rate, seconds }, i) => {
    const times = rounds.map(({ roundTrips }) => roundTrips[i] ?? []);
    const sent = rounds.length * Math.round(rate * seconds);
    const lost = 1 - times.flat().length / sent;
    return { rate, lost, ...percentiles(times) };
  });
}

/** A figure of each process of a way. */
async function ofParts(
  { publisher, subscriber, broker }: Parts,
  figure: (pid: number) => Promise<number>,
): Promise<PartFigures> {
  const parts = {
    publisher: await ofTree(publisher, figure),
    subscriber: await ofTree(subscriber, figure),
    broker: broker === undefined ? 0 : await ofTree(broker, figure),
  };
  const sum = parts.publisher + parts.subscriber + parts.broker;
  return { ...parts, sum };
}

function eachPart(figure: (part: keyof PartFigures) => number): PartFigures {
  return {
    publisher: figure("publisher"),
    subscriber: figure("subscriber"),
    broker: figure("broker"),
    sum: figure("sum"),
  };
}
