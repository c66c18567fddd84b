import { KozoError } from "kozo";
import type { Flow } from "./measurements.ts";
import type { Plan } from "./plan.ts";
import { median, quantile } from "./statistics.ts";
import { startWays, type Way, type WayName } from "./ways.ts";

/** Messages a second of which the round trips are measured. */
export const RATE = 500;

/** What a way can do; each figure is the median of all rounds. */
export interface WayFigures {
  readonly messagesPerSecond: number;
  /** CPU time that both ends use for a message, in µs. */
  readonly cpuPerMessage: number;
  /** Of that, the publisher's. */
  readonly publisherCpuPerMessage: number;
  /** Of that, the subscriber's. */
  readonly subscriberCpuPerMessage: number;
  /** Half of the round trips take less, in ms. */
  readonly roundTripP50: number;
  /** One in a hundred takes more, in ms. */
  readonly roundTripP99: number;
}

/** What each way can do. */
export type AllWayFigures = Readonly<Record<WayName, WayFigures>>;

interface Round {
  readonly flow: Flow;
  readonly roundTrips: readonly number[];
}

/**
 * Measures all ways in turns, so that whatever else the machine does meets all
 * of them alike.
 */
export async function measureWays(
  plan: Plan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<AllWayFigures> {
  await using stack = new AsyncDisposableStack();
  const ways = await startWays(stack, stop);
  const all = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  for (let i = 1 - plan.warmUps; i <= plan.rounds; i++) {
    say(i > 0 ? `Messages: round ${i}` : "Messages: warming up");
    for (const [way, done] of all) {
      const round = await measureRound(way, plan);
      if (i > 0) done.push(round);
    }
  }
  const figures = [...all].map(([{ name }, done]) => [name, summarise(done)]);
  return Object.fromEntries(figures);
}

/** @throws {KozoError} when a message was dropped */
async function measureRound(
  { name, publisher, window }: Way,
  { flowSeconds, roundTripSeconds }: Plan,
): Promise<Round> {
  const flow: Flow = await publisher.measure({
    measure: "flow",
    seconds: flowSeconds,
    window,
  });
  if (flow.dropped > 0) {
    throw new KozoError(
      `Of ${flow.messages} messages ${flow.dropped} were dropped by ` +
        `"${name}", though never more than ${window} were on their way`,
    );
  }
  const roundTrips: number[] = await publisher.measure({
    measure: "round trips",
    seconds: roundTripSeconds,
    rate: RATE,
  });
  return { flow, roundTrips };
}

function summarise(rounds: readonly Round[]): WayFigures {
  const flows = (figure: (flow: Flow) => number) =>
    median(rounds.map(({ flow }) => figure(flow)));
  const trips = (share: number) =>
    median(rounds.map(({ roundTrips }) => quantile(roundTrips, share)));
  return {
    messagesPerSecond: flows(({ messages, seconds }) => messages / seconds),
    cpuPerMessage: flows((flow) =>
      (flow.publisherCpu + flow.subscriberCpu) / flow.messages
    ),
    publisherCpuPerMessage: flows((flow) => flow.publisherCpu / flow.messages),
    subscriberCpuPerMessage: flows((flow) =>
      flow.subscriberCpu / flow.messages
    ),
    roundTripP50: trips(0.5),
    roundTripP99: trips(0.99),
  };
}
