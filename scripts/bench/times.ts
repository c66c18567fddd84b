/** Measurements of how long messages take. */
import { setTimeout as sleep } from "node:timers/promises";
import { wallClock, Wanted } from "./payload.ts";
import type { Publisher } from "./publisher.ts";

/** How long one message took to reach some nodes, in ms. */
export interface Spread {
  readonly first: number;
  readonly last: number;
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
    const wait = start + sentAt.length * 1000 / rate - performance.now();
    if (wait > 0) await sleep(wait);
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
    publisher.send(Wanted.LateAnswer);
    const times: number[] = [];
    while (times.length < receivers) {
      times.push((await publisher.reply()).time - start);
    }
    spreads.push({ first: Math.min(...times), last: Math.max(...times) });
  }
  return spreads;
}
