import type { ConnectPolicy } from "kozo";
import { seededRandom } from "../support/random.ts";
import { type Fault, randomFault } from "./faults.ts";
import type { Latency } from "./network.ts";

/** What one node of a run is like. */
export interface NodePlan {
  readonly name: string;
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  readonly othersToSelfConnectPolicy: ConnectPolicy;
  /** Seconds between two messages that it sends. */
  readonly period: number;
  /** The nodes whose messages its listener wants. */
  readonly interests: readonly string[];
}

/** All that a run is decided by. */
export interface Plan {
  readonly seed: number;
  readonly nodes: readonly NodePlan[];
  readonly latency: Latency;
  /** Seconds. */
  readonly heartbeat: number;
  /** Seconds. */
  readonly connectionRetry: number;
  /** Seconds. */
  readonly messageLifetime: number;
  /** Seconds. */
  readonly ondemandIdle: number;
  readonly outgoingQueueLength: number;
  /** Whether all nodes have a second, worse transport. */
  readonly hasSpare: boolean;
  /** Seconds. */
  readonly transportUpgrade: number;
  readonly faults: readonly Fault[];
  /** Seconds in which faults happen. */
  readonly duration: number;
}

/** A cable, a busy radio, Tor. */
const LATENCIES = [
  { least: 0.0001, most: 0.001 },
  { least: 0.001, most: 0.05 },
  { least: 0.05, most: 0.6 },
] as const;

/** Makes the plan of a run from its seed. */
export function makePlan(seed: number): Plan {
  const random = seededRandom(seed);
  const names = ["ada", "bob", "cyd", "dee", "eve", "fay", "gus", "hal"]
    .slice(0, 2 + Math.floor(7 * random() * random()));
  const duration = 40 + 80 * random();
  // Now and then a run without any fault, in which nothing may be lost.
  const faultCount = random() < 0.3 ? 0 : 1 + Math.floor(12 * random());
  return {
    seed,
    nodes: names.map((name) => planNode(name, names, random)),
    // Where nothing else happens dials should cross: the paths are long.
    latency: faultCount === 0 ? LATENCIES[2] : pick(random, LATENCIES),
    heartbeat: pick(random, [0.5, 1, 2]),
    connectionRetry: pick(random, [1, 3, 10]),
    messageLifetime: pick(random, [0, 0, 0, 5]),
    ondemandIdle: pick(random, [3, 20]),
    outgoingQueueLength: pick(random, [4, 128]),
    hasSpare: random() < 0.4,
    transportUpgrade: pick(random, [2, 8]),
    faults: Array.from(
      { length: faultCount },
      () => randomFault(names, duration, random),
    ).sort((a, b) => a.at - b.at),
    duration,
  };
}

function planNode(
  name: string,
  names: readonly string[],
  random: () => number,
): NodePlan {
  const policy = (): ConnectPolicy =>
    pick(random, ["constant", "constant", "constant", "ondemand", "never"]);
  return {
    name,
    selfToOthersConnectPolicy: policy(),
    othersToSelfConnectPolicy: policy(),
    period: 0.02 + 3 * random() * random(),
    interests: names.filter(() => random() < 0.7),
  };
}

/** One of several, each as likely as the others. */
export function pick<T>(random: () => number, choices: readonly T[]): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new RangeError("there is nothing to pick");
  return choice;
}
