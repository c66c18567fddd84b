import { setTimeout as sleep } from "node:timers/promises";
import { cpuTime } from "./cpu-time.ts";
import { Wanted } from "./payload.ts";
import type { Publisher } from "./publisher.ts";

/** Answers to each window of messages: the sender need not stand still. */
const ANSWERS = 8;

/** What a publisher can be asked to measure, for so many seconds. */
export type Measurement =
  | {
    readonly measure: "flow";
    readonly seconds: number;
    /** Messages on their way at most: fewer than the least queue takes. */
    readonly window: number;
  }
  | {
    readonly measure: "round trips";
    readonly seconds: number;
    /** Messages a second. */
    readonly rate: number;
  };

/** As many messages as go through. */
export interface Flow {
  readonly messages: number;
  readonly seconds: number;
  /** Messages that were sent and did not arrive. */
  readonly dropped: number;
  /** CPU time that the publisher used, in µs. */
  readonly publisherCpu: number;
  /** CPU time that the subscriber used, in µs. */
  readonly subscriberCpu: number;
}

/**
 * Sends as fast as the subscriber receives: it answers several times a window,
 * and no more than a window is on its way.
 */
export async function measureFlow(
  publisher: Publisher,
  seconds: number,
  window: number,
): Promise<Flow> {
  const before = await publisher.ask();
  const cpuBefore = cpuTime();
  const start = performance.now();
  await flow(publisher, start + seconds * 1000, window);
  const after = await publisher.ask();
  const messages = after.number - before.number;
  return {
    messages,
    seconds: (performance.now() - start) / 1000,
    dropped: messages - (after.received - before.received),
    publisherCpu: cpuTime() - cpuBefore,
    subscriberCpu: after.cpu - before.cpu,
  };
}

async function flow(
  publisher: Publisher,
  end: number,
  window: number,
): Promise<void> {
  const step = window / ANSWERS;
  let answered = publisher.sent;
  while (performance.now() < end) {
    while (publisher.sent - answered + step <= window) {
      for (let i = 1; i < step; i++) publisher.send(Wanted.Nothing);
      publisher.send(Wanted.Answer);
    }
    answered = (await publisher.reply()).number;
  }
}

/** Sends messages at a steady rate, and gives the ms that each answer took. */
export async function measureRoundTrips(
  publisher: Publisher,
  seconds: number,
  rate: number,
): Promise<number[]> {
  // Late answers of a flow are none of ours.
  const first = (await publisher.ask()).number + 1;
  const count = Math.round(seconds * rate);
  const sentAt: number[] = [];
  const send = async () => {
    const start = performance.now();
    while (sentAt.length < count) {
      const due = start + sentAt.length * 1000 / rate;
      if (performance.now() < due) await sleep(due - performance.now());
      sentAt.push(performance.now());
      publisher.send(Wanted.Answer);
    }
  };
  const receive = async () => {
    const times: number[] = [];
    while (times.length < count) {
      const { number } = await publisher.reply();
      times.push(performance.now() - (sentAt[number - first] ?? NaN));
    }
    return times;
  };
  const [times] = await Promise.all([receive(), send()]);
  return times;
}
