/**
 * `deno task lab --bt 2 -- deno run -A --no-check --cached-only
 * scripts/lab/measure-bluetooth.ts`: what a link over Bluetooth costs between
 * two adapters of the virtual machine. There is no radio, and the machine is
 * emulated: the figures tell what the software adds, not what air allows.
 *
 * @module
 */
import process from "node:process";
import { BluetoothAdapter, type Channel } from "kozo";
import { makePair } from "../../core/contract/transport-pair.ts";
import { median } from "../bench/statistics.ts";
import { transportInfo } from "../../transports/bluetooth.ts";

const UUID = "6b6f7a6f-0001-4000-8000-0123456789ab";
const CONNECTIONS = 10;
const ROUND_TRIPS = 100;
const BULK = 4 * 1024 * 1024;

const { signal } = new AbortController();

const { alice, bob } = makePair({
  info: transportInfo,
  options: [optionsFor("hci0"), optionsFor("hci1")],
});
await bob.transport.bind();
const times = [];
for (let count = 0; count < CONNECTIONS; count++) {
  times.push(await seconds(async () => await hangUp(await connect())));
}
report("search for the service, connection, SSH, and the end", times);
const ends = await connect();
const roundTrips = [];
for (let count = 0; count < ROUND_TRIPS; count++) {
  roundTrips.push(await seconds(() => roundTrip(...ends)));
}
report("round trip of 100 bytes", roundTrips);
const bulk = await seconds(() => transfer(...ends));
say(`throughput: ${Math.round(BULK / 1024 / bulk)} KiB/s`);
await hangUp(ends);
alice.stop();
bob.stop();

function optionsFor(adapter: string): object {
  return {
    uuid: UUID,
    address: new BluetoothAdapter(adapter).address,
    adapter,
    socketConnectionBacklog: 10,
  };
}

async function connect(): Promise<[near: Channel, far: Channel]> {
  return await Promise.all([
    alice.transport.connect(alice.other, signal),
    bob.transport.accept(signal),
  ]);
}

async function hangUp(ends: readonly Channel[]): Promise<void> {
  await Promise.all(ends.map((end) => end.close()));
}

async function roundTrip(near: Channel, far: Channel): Promise<void> {
  await near.send(new Uint8Array(100));
  await receive(far, 100);
  await far.send(new Uint8Array(100));
  await receive(near, 100);
}

async function transfer(near: Channel, far: Channel): Promise<void> {
  const received = receive(far, BULK);
  await near.send(new Uint8Array(BULK));
  await received;
}

async function receive(channel: Channel, size: number): Promise<void> {
  for (let left = size; left > 0;) {
    left -= (await channel.receive())?.length ?? left;
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function report(what: string, seconds: readonly number[]): void {
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  const [middle, ...range] = [median(seconds), least, most]
    .map((s) => `${Math.round(s * 1000)} ms`);
  say(`${what}: ${middle} (${range.join(" to ")})`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
