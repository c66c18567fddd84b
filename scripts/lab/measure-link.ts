import type { Channel } from "kozo";
import type { Pair } from "../../core/contract/transport-pair.ts";
import { FarChannel } from "../../tests/contract/far/far-pair.ts";
import {
  type Exchange,
  receiveBytes,
  respond,
} from "../../tests/contract/far/respond.ts";
import { median } from "../bench/statistics.ts";

const CONNECTIONS = 10;
const ROUND_TRIP = { question: 100, answer: 100, times: 100 };
const BULK = { question: 4 * 1024 * 1024, answer: 1, times: 1 };

const { signal } = new AbortController();

/**
 * Measures what a link costs between two nodes, of which bob listens; he may be
 * in another process.
 *
 * @returns lines for people to read
 */
export async function* measureLink(pair: Pair): AsyncGenerator<string> {
  const times = [];
  for (let count = 0; count < CONNECTIONS; count++) {
    times.push(await seconds(async () => await hangUp(await connect(pair))));
  }
  yield `search for the service, connection, SSH, and the end: ${range(times)}`;
  const ends = await connect(pair);
  const roundTrips = await measure(...ends, ROUND_TRIP);
  yield `round trip of ${ROUND_TRIP.question} bytes: ${range(roundTrips)}`;
  const [bulk = NaN] = await measure(...ends, BULK);
  const speed = Math.round(BULK.question / 1024 / bulk);
  yield `throughput: ${speed} KiB/s`;
  await hangUp(ends);
}

async function connect({ alice, bob }: Pair): Promise<[Channel, Channel]> {
  return await Promise.all([
    alice.transport.connect(alice.other, signal),
    bob.transport.accept(signal),
  ]);
}

async function hangUp(ends: readonly Channel[]): Promise<void> {
  await Promise.all(ends.map((end) => end.close()));
}

/** The seconds of each exchange. */
async function measure(
  near: Channel,
  far: Channel,
  exchange: Exchange,
): Promise<number[]> {
  // What has to be told another process is not to be measured.
  const responding = far instanceof FarChannel
    ? far.respond(exchange)
    : respond(far, exchange);
  const question = new Uint8Array(exchange.question);
  const times = [];
  for (let count = 0; count < exchange.times; count++) {
    times.push(
      await seconds(async () => {
        await near.send(question);
        await receiveBytes(near, exchange.answer);
      }),
    );
  }
  await responding;
  return times;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function range(seconds: readonly number[]): string {
  const [middle, least, most] = [
    median(seconds),
    Math.min(...seconds),
    Math.max(...seconds),
  ].map((s) => `${Math.round(s * 1000)} ms`);
  return `${middle} (${least} to ${most})`;
}
