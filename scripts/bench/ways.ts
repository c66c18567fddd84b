import { DEFAULT_SETTINGS } from "../../core/config/settings.ts";
import { type Block, Network } from "../../tests/support/network.ts";
import { freePorts } from "../testnet/ports.ts";
import { type BenchProcess, startNode, startScript } from "./bench-process.ts";
import { Broker, type BrokerName, programsOf } from "./peers/brokers.ts";
import { makeCertificates } from "./peers/certificates.ts";
import { howToInstall, type Program } from "./peers/programs.ts";

/** The ways in which messages are carried from one process to another. */
export const WAYS = [
  "kozo",
  "kozoDefaultQueues",
  "kozoSandbox",
  "ssh2",
  "ssh",
  "tls",
  "tcp",
  "mosquitto",
  "nats",
] as const;

/** One of {@link WAYS}. */
export type WayName = typeof WAYS[number];

/** Those that are brokers. */
export const PEERS: readonly BrokerName[] = ["mosquitto", "nats"];

/** A publisher that has a link to a subscriber. */
export interface Way {
  readonly name: WayName;
  /** Messages that may be on their way at once. */
  readonly window: number;
  readonly publisher: BenchProcess;
  readonly pids: Parts;
  /** Seconds from the start of the publisher's process to its link. */
  readonly linkedAfter: number;
  /** The broker's version. */
  readonly version?: string | undefined;
}

/** What of a way carries a flow. */
export interface FlowWay extends Pick<Way, "name" | "window" | "pids"> {
  readonly publisher: Pick<BenchProcess, "measure">;
}

/** A number for each process of a way. A sandbox belongs to its node. */
export interface Parts {
  readonly publisher: number;
  readonly subscriber: number;
  readonly broker?: number;
}

/** As many messages as keep both ends busy. */
const WINDOW = 4096;

/** A little less than default queues take: some messages come besides. */
const DEFAULT_WINDOW = Math.floor(0.9 * DEFAULT_SETTINGS.outgoingQueueLength);

/** Queues for what is on its way, by options of the root and of the role. */
const WIDE_QUEUES: Queues = {
  root: { outgoingQueueLength: 2 * WINDOW },
  role: { messageQueueLength: 2 * WINDOW },
};

/** A sandbox: the benchmark's modules import from all over the place. */
export const SANDBOX: Block = { permissions: { read: true } };

/** What is left to the caller. */
interface Starting {
  /** Takes all that is started, and ends it. */
  readonly stack: AsyncDisposableStack;
  /** Calls it off. */
  readonly stop: AbortSignal;
}

/** Options of a network's root, and of the subscriber. */
interface Queues {
  readonly root: Block;
  readonly role: Block;
}

/** The ways that can be measured here. */
export interface Selection {
  readonly names: readonly WayName[];
  /** A line for each of the others. */
  readonly missing: readonly string[];
}

/** Finds out which ways can be measured here. */
export async function selectWays(peers: boolean): Promise<Selection> {
  const names: WayName[] = [];
  const missing: string[] = [];
  for (const name of WAYS) {
    if (isPeer(name) && !peers) continue;
    const install = await howToInstall(needs(name));
    if (install === undefined) names.push(name);
    else missing.push(`"${name}" is left out; to have it: ${install}`);
  }
  return { names, missing };
}

function needs(name: WayName): Program[] {
  if (isPeer(name)) return programsOf(name);
  return name === "tls" ? ["openssl"] : [];
}

function isPeer(name: WayName): name is BrokerName {
  return PEERS.some((peer) => peer === name);
}

/** Starts the processes of a way. */
export async function startWay(
  name: WayName,
  starting: Starting,
): Promise<Way> {
  switch (name) {
    case "kozo":
      return await startNodes(starting, name, WINDOW, WIDE_QUEUES);
    case "kozoDefaultQueues":
      return await startNodes(starting, name, DEFAULT_WINDOW);
    case "kozoSandbox":
      return await startNodes(starting, name, WINDOW, WIDE_QUEUES, SANDBOX);
    case "mosquitto":
    case "nats":
      return await startClients(starting, name);
    default:
      return await startFloor(starting, name);
  }
}

async function startNodes(
  { stack, stop }: Starting,
  name: WayName,
  window: number,
  queues: Queues = { root: {}, role: {} },
  sandbox: Block = {},
): Promise<Way> {
  const { folder } = stack.use(
    await Network.make({
      publisher: { roles: { publisher: {} } },
      subscriber: {
        roles: { subscriber: { ...queues.role, ...sandbox } },
      },
    }, queues.root),
  );
  return await startEnds({ stack, stop }, name, window, (node) => {
    return startNode(node, folder, stop);
  });
}

async function startFloor(
  { stack, stop }: Starting,
  name: "ssh" | "ssh2" | "tls" | "tcp",
): Promise<Way> {
  const network = stack.use(
    await Network.make({ publisher: {}, subscriber: {} }),
  );
  const { folder } = network;
  if (name === "tls") await makeCertificates(folder, stop);
  const port = String(network.port("subscriber"));
  return await startEnds({ stack, stop }, name, WINDOW, (role) => {
    return startScript(`floors/${name}.ts`, [role, port], folder, stop);
  });
}

async function startClients(
  { stack, stop }: Starting,
  name: BrokerName,
): Promise<Way> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-bench-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await makeCertificates(folder, stop);
  const [port = 0] = freePorts(1);
  const broker = stack.use(await Broker.start(name, port, folder));
  const way = await startEnds({ stack, stop }, name, WINDOW, (role) => {
    const args = [name, role, String(port)];
    return startScript("peers/client.ts", args, folder, stop);
  });
  const pids = { ...way.pids, broker: broker.pid };
  return { ...way, pids, version: broker.version };
}

/** The role, and the node, at each end. */
type End = "publisher" | "subscriber";

async function startEnds(
  { stack }: Starting,
  name: WayName,
  window: number,
  start: (end: End) => BenchProcess,
): Promise<Way> {
  const subscriber = stack.use(start("subscriber"));
  await subscriber.listening();
  const begin = performance.now();
  const publisher = stack.use(start("publisher"));
  await publisher.linked(1, subscriber);
  const linkedAfter = (performance.now() - begin) / 1000;
  const pids = { publisher: publisher.pid, subscriber: subscriber.pid };
  return { name, window, publisher, pids, linkedAfter };
}
