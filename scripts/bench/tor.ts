import { type Channel, OnionKey } from "kozo";
import { makePair, type Side } from "../../core/contract/transport-pair.ts";
import { transportInfo } from "../../transports/onion.ts";
import { freePorts } from "../testnet/ports.ts";
import { PrivateTorNetwork } from "../tor/private-network.ts";
import { median, quantile } from "./statistics.ts";

/** How much is measured over Tor. */
export interface TorPlan {
  /** Links made after the first. */
  readonly links: number;
  readonly roundTrips: number;
  /** Bytes that are sent each way. */
  readonly bytes: number;
}

export const FULL_TOR_PLAN: TorPlan = {
  links: 30,
  roundTrips: 1000,
  bytes: 20 * 1024 * 1024,
};

export const QUICK_TOR_PLAN: TorPlan = {
  links: 3,
  roundTrips: 50,
  bytes: 512 * 1024,
};

/** What links through a private Tor network on this machine are like. */
export interface TorFigures {
  /** Seconds until the network was up and the service published. */
  readonly network: number;
  /** Seconds to the first link: Tor has to find the service. */
  readonly firstLink: number;
  /** Seconds to the links after it, each over a circuit of its own. */
  readonly link: { readonly p50: number; readonly p99: number };
  /** Milliseconds. */
  readonly roundTrip: { readonly p50: number; readonly p99: number };
  /** Bytes in a second, from the end that has dialled and to it. */
  readonly throughput: { readonly there: number; readonly back: number };
}

/** Bytes of a small message. */
const SMALL = 200;

/** The port of the service. */
const VIRTUAL_PORT = 6027;

/**
 * Measures all of it.
 *
 * @param say is told what comes next
 */
export async function measureTor(
  plan: TorPlan,
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<TorFigures> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-bench-tor-" });
  const key = OnionKey.generate();
  const [port = 0] = freePorts(1);
  const service = { key, port, virtualPort: VIRTUAL_PORT };
  const start = performance.now();
  try {
    await using tor = await PrivateTorNetwork.start({
      folder,
      nodes: [{ node: "alice" }, { node: "bob", service }],
      signal: stop,
      progress: say,
    });
    const network = (performance.now() - start) / 1000;
    const { socksProxy } = tor.of("alice");
    const options = optionsOf(socksProxy, key.name, port);
    return { network, ...await measureLinks(plan, options, stop, say) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The options of the end that dials, and of the one that listens. */
function optionsOf(socksProxy: string, address: string, port: number) {
  const defaults = Object.entries(transportInfo.config)
    .map(([name, option]) => [name, option.default]);
  const onion = Object.fromEntries(defaults);
  return [
    { ...onion, outgoingOnly: true, socksProxy },
    { ...onion, address, port, onionPort: VIRTUAL_PORT },
  ] as const;
}

/**
 * Measures links through a Tor network that is up.
 *
 * @param options of the end that dials, and of the one that listens
 */
async function measureLinks(
  plan: TorPlan,
  options: readonly [object, object],
  stop: AbortSignal,
  say: (text: string) => void,
): Promise<Omit<TorFigures, "network">> {
  const { alice, bob } = makePair({ info: transportInfo, options });
  try {
    await bob.transport.bind();
    say("Links: how long they take");
    const first = await open(alice, bob, stop);
    const times: number[] = [];
    for (let i = 0; i < plan.links; i++) {
      const link = await open(alice, bob, stop);
      times.push(link.seconds);
      await close(link);
    }
    say("Round trips");
    const trips = await measureTrips(first, plan.roundTrips);
    say("Throughput, each way");
    const there = await measureFlow(first.near, first.far, plan.bytes);
    const back = await measureFlow(first.far, first.near, plan.bytes);
    await close(first);
    return {
      firstLink: first.seconds,
      link: spread(times),
      roundTrip: spread(trips),
      throughput: { there, back },
    };
  } finally {
    alice.stop();
    bob.stop();
  }
}

interface OpenLink {
  readonly near: Channel;
  readonly far: Channel;
  /** How long it took. */
  readonly seconds: number;
}

async function open(
  alice: Side,
  bob: Side,
  stop: AbortSignal,
): Promise<OpenLink> {
  const start = performance.now();
  const [near, far] = await Promise.all([
    alice.transport.connect(alice.other, stop),
    bob.transport.accept(stop),
  ]);
  return { near, far, seconds: (performance.now() - start) / 1000 };
}

async function close({ near, far }: OpenLink): Promise<void> {
  await Promise.all([near.close(), far.close()]);
}

async function measureTrips(
  { near, far }: OpenLink,
  count: number,
): Promise<number[]> {
  const message = new Uint8Array(SMALL);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await near.send(message);
    await receive(far, SMALL);
    await far.send(message);
    await receive(near, SMALL);
    times.push(performance.now() - start);
  }
  return times;
}

async function measureFlow(
  from: Channel,
  to: Channel,
  bytes: number,
): Promise<number> {
  const start = performance.now();
  await Promise.all([from.send(new Uint8Array(bytes)), receive(to, bytes)]);
  return bytes / ((performance.now() - start) / 1000);
}

async function receive(channel: Channel, bytes: number): Promise<void> {
  for (let left = bytes; left > 0;) {
    const chunk = await channel.receive();
    if (chunk === undefined) throw new Error("the link has ended");
    left -= chunk.length;
  }
}

function spread(values: readonly number[]): { p50: number; p99: number } {
  return { p50: median(values), p99: quantile(values, 0.99) };
}

/** The figures for people. */
export function describeTorFigures(figures: TorFigures): string {
  const { network, firstLink, link, roundTrip, throughput } = figures;
  const rows = [
    ["private Tor network ready", `${network.toFixed(1)} s`],
    ["first link", `${firstLink.toFixed(2)} s`],
    ["further links, p50", `${link.p50.toFixed(2)} s`],
    ["further links, p99", `${link.p99.toFixed(2)} s`],
    [`round trip of ${SMALL} bytes, p50`, `${roundTrip.p50.toFixed(0)} ms`],
    [`round trip of ${SMALL} bytes, p99`, `${roundTrip.p99.toFixed(0)} ms`],
    ["throughput to the service", perSecond(throughput.there)],
    ["throughput from the service", perSecond(throughput.back)],
  ];
  return rows.map(([what = "", value = ""]) =>
    `${what.padEnd(32)} ${value.padStart(12)}\n`
  ).join("");
}

function perSecond(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB/s`;
}
