import { setTimeout as sleep } from "node:timers/promises";
import { wallClock, Wanted } from "./payload.ts";
import type { Publisher } from "./publisher.ts";

/** Answers to each window of messages: the sender need not stand still. */
const ANSWERS = 8;

/** Milliseconds without an answer after which one is asked for besides. */
const PATIENCE = 200;

/** Milliseconds of silence before a burst. */
export const SILENCE = 1500;

/** What a publisher can be asked to measure, in about so many seconds. */
export type Measurement =
  | {
    readonly measure: "flow";
    /** Messages on their way at most: fewer than the least queue takes. */
    readonly window: number;
    /** Bytes of each payload. */
    readonly size: number;
    readonly seconds: number;
  }
  | {
    readonly measure: "round trips" | "load";
    /** Messages a second. */
    readonly rate: number;
    readonly seconds: number;
  }
  | {
    readonly measure: "burst";
    readonly messages: number;
    readonly seconds: number;
  }
  | {
    readonly measure: "broadcast";
    readonly messages: number;
    /** Nodes that answer each of them. */
    readonly receivers: number;
    readonly seconds: number;
  };

/** What became of some messages. */
export interface Flow {
  readonly messages: number;
  /** From the first message to the moment when all had come or were lost. */
  readonly seconds: number;
  /** Messages that were sent and did not arrive. */
  readonly dropped: number;
}

/** How long one message took to reach some nodes, in ms. */
export interface Spread {
  readonly first: number;
  readonly last: number;
}

/** Makes a measurement. */
export function carryOut(
  what: Measurement,
  publisher: Publisher,
): Promise<unknown> {
  switch (what.measure) {
    case "flow":
      return measureFlow(publisher, what.seconds, what.window, what.size);
    case "load":
      return measureLoad(publisher, what.seconds, what.rate);
    case "burst":
      return measureBurst(publisher, what.messages);
    case "round trips":
      return measureRoundTrips(publisher, what.seconds, what.rate);
    case "broadcast":
      return measureBroadcast(publisher, what.messages, what.receivers);
  }
}

/**
 * Sends as fast as the subscriber receives: it answers several times a window,
 * and no more than a window is on its way.
 */
export function measureFlow(
  publisher: Publisher,
  seconds: number,
  window: number,
  size?: number,
): Promise<Flow> {
  const step = Math.max(1, Math.floor(window / ANSWERS));
  return account(publisher, async () => {
    const end = performance.now() + seconds * 1000;
    let answered = publisher.sent;
    let seen = answered;
    // Those that ask for an answer may be among those that are dropped.
    const watchdog = setInterval(() => {
      if (answered === seen) publisher.send(Wanted.Answer, size);
      seen = answered;
    }, PATIENCE);
    while (performance.now() < end) {
      while (publisher.sent - answered + step <= window) {
        for (let i = 1; i < step; i++) publisher.send(Wanted.Nothing, size);
        publisher.send(Wanted.Answer, size);
      }
      answered = (await publisher.reply()).number;
    }
    clearInterval(watchdog);
  });
}

/** Sends messages at a steady rate, whether or not anybody keeps pace. */
export function measureLoad(
  publisher: Publisher,
  seconds: number,
  rate: number,
): Promise<Flow> {
  return account(publisher, async () => {
    const start = performance.now();
    const last = publisher.sent + Math.round(seconds * rate);
    const first = publisher.sent;
    while (publisher.sent < last) {
      const due = first + (performance.now() - start) / 1000 * rate;
      while (publisher.sent < Math.min(due, last)) {
        publisher.send(Wanted.Nothing);
      }
      await sleep(1);
    }
  });
}

/** Sends many messages at once after a silence. */
export async function measureBurst(
  publisher: Publisher,
  messages: number,
): Promise<Flow> {
  await sleep(SILENCE);
  return await account(publisher, () => {
    for (let i = 0; i < messages; i++) publisher.send(Wanted.Nothing);
    return Promise.resolve();
  });
}

/** Counts what became of the messages that `work` sends. */
async function account(
  publisher: Publisher,
  work: () => Promise<void>,
): Promise<Flow> {
  const before = await publisher.ask();
  const start = performance.now();
  await work();
  const after = await publisher.ask();
  const messages = after.number - before.number;
  return {
    messages,
    seconds: (performance.now() - start) / 1000,
    dropped: messages - (after.received - before.received),
  };
}

/**
 * Sends messages at a steady rate, and gives the ms that each answer took that
 * came.
 */
export async function measureRoundTrips(
  publisher: Publisher,
  seconds: number,
  rate: number,
): Promise<number[]> {
  // Late answers of a flow are none of ours.
  const first = (await publisher.ask()).number + 1;
  const count = Math.round(seconds * rate);
  const sentAt: number[] = [];
  const start = performance.now();
  while (sentAt.length < count) {
    const due = start + sentAt.length * 1000 / rate;
    if (performance.now() < due) await sleep(due - performance.now());
    sentAt.push(performance.now());
    publisher.send(Wanted.Answer);
  }
  const times: number[] = [];
  await publisher.ask(({ number, at }) => {
    const sent = sentAt[number - first];
    if (sent !== undefined) times.push(at - sent);
  });
  return times;
}

/** Sends one message after the other to several nodes, which all answer. */
export async function measureBroadcast(
  publisher: Publisher,
  messages: number,
  receivers: number,
): Promise<Spread[]> {
  const spreads: Spread[] = [];
  while (spreads.length < messages) {
    await sleep(100);
    const start = wallClock();
    publisher.send(Wanted.Answer);
    const times: number[] = [];
    while (times.length < receivers) {
      times.push((await publisher.reply()).time - start);
    }
    spreads.push({ first: Math.min(...times), last: Math.max(...times) });
  }
  return spreads;
}
