import { PAYLOAD_SIZE } from "../payload.ts";
import type { NativeFigures } from "../peers/natives.ts";
import type { AllWayFigures, FlowFigures, WayFigures } from "../way-figures.ts";
import { type Measured, measured } from "./names.ts";
import { bytes, fixed, known, percent } from "./numbers.ts";
import type { Table } from "./table.ts";

/** A flow of messages of one size. */
export function flowOf(
  way: WayFigures | undefined,
  size = PAYLOAD_SIZE,
): FlowFigures | undefined {
  return way?.flows.find((flow) => flow.size === size);
}

/** What each way can do with messages of the usual size. */
export function flowTable(ways: AllWayFigures): Table {
  const ssh2 = flowOf(ways.ssh2)?.messagesPerSecond ?? NaN;
  const row = ({ title, way }: Measured) => {
    const flow = flowOf(way);
    if (flow === undefined) return [title];
    const { messagesPerSecond, cpu, overhead } = flow;
    return [
      title,
      fixed(messagesPerSecond),
      percent(messagesPerSecond / ssh2),
      fixed(cpu.sum, 1),
      fixed(cpu.publisher, 1),
      fixed(cpu.subscriber, 1),
      way.version === null ? "–" : fixed(cpu.broker, 1),
      known(overhead),
    ];
  };
  const head = [
    `${PAYLOAD_SIZE} B, nothing lost`,
    "messages/s",
    "of ssh2",
    "CPU µs each",
    "publisher",
    "subscriber",
    "broker",
    "bytes beyond payload",
  ];
  return { head, rows: measured(ways).map(row) };
}

/** What each way can do with smaller and larger messages. */
export function sizeTable(ways: AllWayFigures): Table {
  const all = measured(ways);
  const sizes = (all[0]?.way.flows ?? []).map(({ size }) => size)
    .sort((a, b) => a - b);
  const cells = (way: WayFigures, size: number) => {
    const flow = flowOf(way, size);
    if (flow === undefined) return ["–", "–", "–"];
    const { messagesPerSecond, cpu, overhead } = flow;
    return [
      fixed(messagesPerSecond),
      fixed(messagesPerSecond * size / 1e6, 1),
      fixed(cpu.sum, 1),
      known(overhead),
    ];
  };
  return {
    words: 1,
    head: [
      "Payload",
      "size",
      "messages/s",
      "MB/s",
      "CPU µs each",
      "overhead B",
    ],
    rows: sizes.flatMap((size) =>
      all.map(({ title, way }) => [title, bytes(size), ...cells(way, size)])
    ),
  };
}

/** How long round trips take, in ms. */
export function roundTripTable(ways: AllWayFigures): Table {
  const all = measured(ways);
  const rates = (all[0]?.way.roundTrips ?? []).map(({ rate }) => rate);
  const cell = ({ roundTrips }: WayFigures, wanted: number) => {
    const trips = roundTrips.find(({ rate }) => rate === wanted);
    if (trips === undefined) return "–";
    const { p50, p99, p999, lost } = trips;
    const times = `${fixed(p50, 2)} / ${fixed(p99, 1)} / ${known(p999, 1)}`;
    return lost === 0 ? times : `${times} (lost ${percent(lost, 1)})`;
  };
  return {
    head: ["p50 / p99 / p99.9, ms", ...rates.map((rate) => `${fixed(rate)}/s`)],
    rows: all.map(({ title, way }) => [
      title,
      ...rates.map((rate) => cell(way, rate)),
    ]),
  };
}

/** What messages cost that programs without JavaScript send and receive. */
export function nativeTable(natives: readonly NativeFigures[]): Table {
  return {
    head: [`${PAYLOAD_SIZE} B`, "messages/s", "CPU µs each", "received"],
    rows: natives.map((native) => [
      native.name,
      fixed(native.messagesPerSecond),
      fixed(native.cpu, 1),
      `${fixed(native.received)} of ${fixed(native.messages)}`,
    ]),
  };
}

/** What becomes of messages that nobody holds back. */
export function loadTable(ways: AllWayFigures): Table {
  const all = measured(ways);
  const rates = (all[0]?.way.loads ?? []).map(({ rate }) => rate);
  const cell = ({ loads }: WayFigures, wanted: number) => {
    const load = loads.find(({ rate }) => rate === wanted);
    if (load === undefined) return "–";
    return `${fixed(load.delivered)} (${percent(load.dropped, 1)})`;
  };
  return {
    head: [
      "Delivered a second (dropped)",
      ...rates.map((rate) => `offered ${fixed(rate)}/s`),
      "burst",
    ],
    rows: all.map(({ title, way }) => [
      title,
      ...rates.map((rate) => cell(way, rate)),
      `${fixed(way.burst.received)} of ${fixed(way.burst.messages)}`,
    ]),
  };
}

/** What processes hold after all that, and how long they take to link. */
export function processTable(ways: AllWayFigures): Table {
  const row = ({ title, way: { megabytes, connect, version } }: Measured) => [
    title,
    fixed(connect, 2),
    fixed(megabytes.publisher),
    fixed(megabytes.subscriber),
    version === null ? "–" : fixed(megabytes.broker),
    fixed(megabytes.sum),
  ];
  const head = [
    "After all that",
    "s to connect",
    "publisher MB",
    "subscriber MB",
    "broker MB",
    "all MB",
  ];
  return { head, rows: measured(ways).map(row) };
}
