import type { Figures } from "../figures.ts";
import type { Memory } from "../memory.ts";
import type { Mesh } from "../mesh.ts";
import type { WayFigures } from "../way-figures.ts";
import { type Aim, atLeast, atMost, below } from "./aim.ts";
import { flowOf } from "./message-tables.ts";
import { fixed, percent } from "./numbers.ts";
import type { Table } from "./table.ts";

/** Whose figures Kōzō's are held against. */
const WHOSE = {
  ssh2: "the bare ssh2 channel's",
  mosquitto: "mosquitto's",
  nats: "NATS's",
} as const;

/** Rates at which round trips have an aim. */
const RATES: readonly number[] = [100, 1000];

/** All aims, with what was measured. */
export function aimsOf(figures: Figures): Aim[] {
  return [
    ...flowAims(figures),
    ...RATES.flatMap((rate) => roundTripAims(figures, rate)),
    ...nodeAims(figures),
    ...meshAims(figures),
  ];
}

/** All aims against what was measured. */
export function aimTable(figures: Figures): Table {
  return {
    words: 4,
    head: ["What", "Aim", "Measured", "Reached"],
    rows: aimsOf(figures).map(({ what, aim, result, isReached }) => [
      what,
      aim,
      result ?? "not measured",
      result === undefined ? "–" : isReached ? "yes" : "**no**",
    ]),
  };
}

function flowAims({ ways }: Figures): Aim[] {
  const rate = (way: WayFigures | undefined) => flowOf(way)?.messagesPerSecond;
  const cpu = (way: WayFigures | undefined) => flowOf(way)?.cpu.sum;
  const { kozo, ssh2, mosquitto, nats } = ways;
  return [
    atLeast(`messages/s, by ${WHOSE.ssh2}`, rate(kozo), rate(ssh2), 0.8),
    atLeast(
      `messages/s, by ${WHOSE.mosquitto}`,
      rate(kozo),
      rate(mosquitto),
      1,
    ),
    atLeast(`messages/s, by ${WHOSE.nats}`, rate(kozo), rate(nats), 0.8),
    atMost(`CPU a message, by ${WHOSE.ssh2}`, cpu(kozo), cpu(ssh2), 1.3),
    atMost(
      `CPU a message, by ${WHOSE.mosquitto}`,
      cpu(kozo),
      cpu(mosquitto),
      1,
    ),
  ];
}

function roundTripAims({ ways }: Figures, wanted: number): Aim[] {
  const { kozo, ssh2 } = ways;
  const trip = (way: WayFigures | undefined, which: "p50" | "p99") =>
    way?.roundTrips.find(({ rate }) => rate === wanted)?.[which];
  const what = (which: string, whose: string) =>
    `round trip at ${wanted}/s, ${which}, by ${whose}`;
  const aim = (which: "p50" | "p99", most: number) =>
    atMost(
      what(which, WHOSE.ssh2),
      trip(kozo, which),
      trip(ssh2, which),
      most,
    );
  const brokers = (["mosquitto", "nats"] as const).flatMap((name) =>
    (["p50", "p99"] as const).map((which) =>
      atMost(
        what(which, WHOSE[name]),
        trip(kozo, which),
        trip(ways[name], which),
        1,
      )
    )
  );
  return [aim("p50", 1.3), aim("p99", 2), ...brokers];
}

/** What each link takes but for the first, which brings code into memory. */
function memoryOfLink(memory: readonly Memory[]): number | undefined {
  const one = memory.find(({ links }) => links === 1);
  const most = memory.at(-1);
  if (one === undefined || most === undefined || most === one) return undefined;
  const further = most.kozo - most.kozoUnlinked - (one.kozo - one.kozoUnlinked);
  return further / (most.links - one.links);
}

function nodeAims({ ways, memory, flood, starts, watch }: Figures): Aim[] {
  const burst = ways.kozoDefaultQueues?.burst;
  const one = memory.find(({ links }) => links === 1);
  return [
    {
      what: "burst after silence, default queues",
      aim: `all ${burst?.messages ?? 1000} arrive`,
      result: burst === undefined ? undefined : fixed(burst.received),
      isReached: burst?.received === burst?.messages,
    },
    below("MB of an idle node with one link", one?.kozo, 75),
    below(
      "compiled: MB of an idle node with one link",
      one?.compiled ?? undefined,
      75,
    ),
    below("MB for each further link", memoryOfLink(memory), 0.3, 2),
    below(
      `MB ${fixed(flood.rest)} s after ${fixed(flood.messages)} messages`,
      Math.max(flood.rested.publisher, flood.rested.subscriber),
      100,
    ),
    atMost(
      "start to listening, by bare Deno's",
      starts.source,
      starts.bare,
      1.5,
    ),
    atMost(
      "compiled: start to listening, by bare Deno's",
      starts.compiled ?? undefined,
      starts.bare,
      1.5,
    ),
    {
      what: `idle node with ${watch.links} links`,
      aim: "below 0.3 % of a core",
      result: percent(watch.idle.core, 2),
      isReached: watch.idle.core < 0.003,
    },
  ];
}

function meshAims({ meshes }: Figures): Aim[] {
  const twenty = meshes.find(({ nodes }) => nodes === 20);
  const [small] = meshes.filter(({ nodes }) => nodes >= 10);
  const large = meshes.at(-1);
  return [
    below("s to the mesh of 20 nodes", twenty?.seconds, 6, 1),
    atMost(
      "message to all in a mesh of 20: last arrival, by the first",
      twenty?.broadcast.last,
      twenty?.broadcast.first,
      3,
    ),
    growth(small, large),
  ];
}

/** CPU time for each node has to grow no faster than their number. */
function growth(small: Mesh | undefined, large: Mesh | undefined): Aim {
  const what = "CPU a node, from the smaller mesh to the larger";
  if (small === undefined || large === undefined || small === large) {
    return { what, aim: "≤ N", result: undefined, isReached: false };
  }
  const each = ({ cpuSeconds, nodes }: Mesh) => cpuSeconds / nodes;
  const factor = large.nodes / small.nodes;
  return {
    what: `CPU a node, from ${small.nodes} nodes to ${large.nodes}`,
    aim: `at most × ${fixed(factor, 1)}`,
    result: `× ${fixed(each(large) / each(small), 1)}`,
    isReached: each(large) / each(small) <= factor,
  };
}
