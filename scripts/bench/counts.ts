/** Measurements that count what becomes of messages. */
import { setTimeout as sleep } from "node:timers/promises";
import { Wanted } from "./payload.ts";
import type { Publisher } from "./publisher.ts";

/** Answers to each window of messages: the sender need not stand still. */
const ANSWERS = 8;

/** Messages without a pause: nodes refuse to send without end. */
const MOST_AT_ONCE = 10_000;

/** Milliseconds without an answer after which one is asked for besides. */
const PATIENCE = 200;

/** Milliseconds of silence before a burst. */
export const SILENCE = 1500;

/** What became of some messages. */
export interface Flow {
  readonly messages: number;
  /** From the first message to the moment when all had come or were lost. */
  readonly seconds: number;
  /** Messages that were sent and did not arrive. */
  readonly dropped: number;
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
    const first = publisher.sent;
    const last = first + Math.round(seconds * rate);
    while (publisher.sent < last) {
      const due = first + (performance.now() - start) / 1000 * rate;
      const most = Math.min(due, last, publisher.sent + MOST_AT_ONCE);
      while (publisher.sent < most) publisher.send(Wanted.Nothing);
      await sleep(1);
    }
  });
}

/** Sends many messages at once after a silence, in milliseconds. */
export function measureBurst(
  publisher: Publisher,
  messages: number,
  silence = SILENCE,
): Promise<Flow> {
  return account(publisher, async () => {
    await sleep(silence);
    for (let i = 0; i < messages; i++) publisher.send(Wanted.Nothing);
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
