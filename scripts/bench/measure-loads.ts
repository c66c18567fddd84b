import { type Flow, SILENCE } from "./counts.ts";
import type { Pace, Plan } from "./plan.ts";
import { median } from "./statistics.ts";
import type { BurstFigures, LoadFigures } from "./way-figures.ts";
import type { Way } from "./ways.ts";

/** Messages of a burst. */
const BURST = 1000;

/** What becomes of messages that nobody holds back. */
interface Fates {
  readonly loads: readonly LoadFigures[];
  readonly burst: BurstFigures;
}

interface Round {
  /** For each rate. */
  readonly loads: readonly Flow[];
  readonly burst: Flow;
}

/** Measures ways in turns, and then tells of each. */
export async function measureLoads(
  ways: readonly Way[],
  plan: Plan,
  say: (text: string) => void,
): Promise<(way: Way) => Fates> {
  const all = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  for (let i = 0; i < plan.loadRounds; i++) {
    say(`Messages that nobody holds back: ${i + 1} of ${plan.loadRounds}`);
    for (const [way, done] of all) done.push(await measureRound(way, plan));
  }
  return (way) => summarise(plan, all.get(way) ?? []);
}

async function measureRound(
  { publisher }: Way,
  plan: Plan,
): Promise<Round> {
  const loads: Flow[] = [];
  for (const pace of plan.loads) {
    loads.push(await publisher.measure({ measure: "load", ...pace }));
  }
  const burst: Flow = await publisher.measure({
    measure: "burst",
    messages: BURST,
    seconds: SILENCE / 1000,
  });
  return { loads, burst };
}

function summarise(plan: Plan, rounds: readonly Round[]): Fates {
  // All are to arrive, whenever it is: the worst round counts.
  const lost = Math.max(...rounds.map(({ burst }) => burst.dropped));
  return {
    loads: plan.loads.map((pace, i) =>
      summariseLoad(pace, rounds.flatMap(({ loads }) => loads[i] ?? []))
    ),
    burst: { messages: BURST, received: BURST - lost },
  };
}

function summariseLoad({ rate }: Pace, flows: readonly Flow[]): LoadFigures {
  return {
    rate,
    delivered: median(
      flows.map(({ messages, dropped, seconds }) =>
        (messages - dropped) / seconds
      ),
    ),
    dropped: median(flows.map(({ messages, dropped }) => dropped / messages)),
  };
}
