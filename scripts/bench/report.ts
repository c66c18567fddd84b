import type { Figures, Machine, Memory, Ratios } from "./figures.ts";
import { RATE, type WayFigures } from "./measure-ways.ts";
import type { Mesh } from "./mesh.ts";
import type { Sandbox } from "./sandbox.ts";
import { PAYLOAD_SIZE } from "./payload.ts";
import { type WayName, WAYS } from "./ways.ts";

/** The least share of the bare SSH stream's messages a second to aim at. */
const LEAST_RATE = 0.6;

/** The most that a round trip should take, in those of the bare SSH stream. */
const MOST_ROUND_TRIP = 3;

const NAMES: Readonly<Record<WayName, string>> = {
  kozo: "Kōzō",
  kozoDefaultQueues: "Kōzō, default queues",
  kozoSandbox: "Kōzō, subscriber in a sandbox",
  ssh: "bare SSH stream",
  tcp: "plain TCP, same frames",
};

/** All figures as tables. */
export function describeFigures(figures: Figures): string {
  return [
    describeMachine(figures.machine),
    "",
    ...describeWays(figures),
    "",
    ...describeMemory(figures.memory),
    "",
    describeSandbox(figures.sandbox),
    describeMesh(figures.mesh),
    "",
    ...describeRatios(figures.ratios),
    "",
  ].join("\n");
}

function describeMachine({ cores, deno, load }: Machine): string {
  return `${cores} cores, Deno ${deno}, load before: ${load.toFixed(1)}` +
    (load > cores / 4 ? " (the machine is busy: trust the ratios alone)" : "");
}

function describeWays({ ways }: Figures): string[] {
  const row = (name: WayName) => {
    const figures = ways[name];
    return [NAMES[name], ...describeWay(figures, ways.ssh)];
  };
  return table([
    [`Messages of ${PAYLOAD_SIZE} bytes`, ...WAY_COLUMNS],
    ...WAYS.map(row),
  ]);
}

const WAY_COLUMNS = [
  "a second",
  "of SSH",
  "CPU µs each",
  "sender",
  "receiver",
  `RTT p50 at ${RATE}/s`,
  "p99 (ms)",
  "p50 by SSH's",
];

function describeWay(way: WayFigures, ssh: WayFigures): string[] {
  return [
    way.messagesPerSecond.toFixed(0),
    percent(way.messagesPerSecond / ssh.messagesPerSecond),
    way.cpuPerMessage.toFixed(1),
    way.publisherCpuPerMessage.toFixed(1),
    way.subscriberCpuPerMessage.toFixed(1),
    way.roundTripP50.toFixed(2),
    way.roundTripP99.toFixed(2),
    (way.roundTripP50 / ssh.roundTripP50).toFixed(2),
  ];
}

function describeMemory(memory: readonly Memory[]): string[] {
  const row = ({ links, kozo, ssh }: Memory) => [
    String(links),
    kozo.toFixed(1),
    ssh.toFixed(1),
  ];
  const head = ["Idle links", "Kōzō MB", "bare SSH streams MB"];
  return table([head, ...memory.map(row)]);
}

function describeSandbox({ megabytes, seconds }: Sandbox): string {
  return `A role in a sandbox takes ${
    megabytes.toFixed(1)
  } MB, and makes its ` +
    `node start ${seconds.toFixed(2)} s later`;
}

function describeMesh({ nodes, links, seconds, cpuSeconds }: Mesh): string {
  return `${nodes} nodes started at once have all ${links} links after ` +
    `${seconds.toFixed(1)} s and ${cpuSeconds.toFixed(1)} s of CPU time`;
}

function describeRatios({ rateToSsh, roundTripToSsh }: Ratios): string[] {
  return [
    `Rate:       ${percent(rateToSsh)} of the bare SSH stream's; aim: ` +
    `${percent(LEAST_RATE)}: ${verdict(rateToSsh >= LEAST_RATE)}`,
    `Round trip: ${roundTripToSsh.toFixed(2)} of the bare SSH stream's; aim: ` +
    `${MOST_ROUND_TRIP}: ${verdict(roundTripToSsh <= MOST_ROUND_TRIP)}`,
  ];
}

function verdict(isReached: boolean): string {
  return isReached ? "reached" : "missed";
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** Rows of equal cells; all but the first of each are numbers. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths =
    rows[0]?.map((_, column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0))
    ) ?? [];
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ")
  );
}
