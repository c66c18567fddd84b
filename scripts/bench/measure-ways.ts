import { measureFlow, middleFlow } from "./measure-flow.ts";
import { measureLoads } from "./measure-loads.ts";
import { ofParts } from "./parts.ts";
import { PAYLOAD_SIZE, PAYLOAD_SIZES } from "./payload.ts";
import type { Plan } from "./plan.ts";
import { residentMemory } from "./process-usage.ts";
import { median, percentiles } from "./statistics.ts";
import type {
  AllWayFigures,
  FlowFigures,
  RoundTripFigures,
} from "./way-figures.ts";
import { startWay, type Way, type WayName } from "./ways.ts";

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
        middleFlow(done.flatMap(({ flows }) => flows[i] ?? []))
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
