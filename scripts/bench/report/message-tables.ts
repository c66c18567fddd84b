import { PAYLOAD_SIZE } from "../payload.ts";
import type { NativeFigures } from "../peers/natives.ts";
import { sum } from "../statistics.ts";
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

/** A flow of a way. */
interface MeasuredFlow extends Measured {
  readonly flow: FlowFigures;
}

function measuredFlows(ways: AllWayFigures, size?: number): MeasuredFlow[] {
  return measured(ways).flatMap((one) => {
    const flow = flowOf(one.way, size);
    return flow === undefined ? [] : [{ ...one, flow }];
  });
}

/** What each way can do with messages of the usual size. */
export function flowTable(ways: AllWayFigures): Table {
  const ssh2 = flowOf(ways.ssh2)?.messagesPerSecond ?? NaN;
  const row = ({ title, way, flow }: MeasuredFlow) => [
    title,
    fixed(flow.messagesPerSecond),
    percent(flow.messagesPerSecond / ssh2),
    fixed(flow.cpu.sum, 1),
    fixed(flow.cpu.publisher, 1),
    fixed(flow.cpu.subscriber, 1),
    way.version === null ? "–" : fixed(flow.cpu.broker, 1),
    known(flow.overhead),
  ];
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
  const flows = measuredFlows(ways);
  return withDiscarded({ head, rows: flows.map(row) }, flows);
}

/** What each way can do with smaller and larger messages. */
export function sizeTable(ways: AllWayFigures): Table {
  const sizes = (measured(ways)[0]?.way.flows ?? []).map(({ size }) => size)
    .sort((a, b) => a - b);
  const row = ({ title, flow }: MeasuredFlow) => [
    title,
    bytes(flow.size),
    fixed(flow.messagesPerSecond),
    fixed(flow.messagesPerSecond * flow.size / 1e6, 1),
    fixed(flow.cpu.sum, 1),
    known(flow.overhead),
  ];
  const head = [
    "Payload",
    "size",
    "messages/s",
    "MB/s",
    "CPU µs each",
    "overhead B",
  ];
  const flows = sizes.flatMap((size) => measuredFlows(ways, size));
  return withDiscarded({ head, rows: flows.map(row) }, flows);
}

/** One more column, if there were tries that lost messages. */
function withDiscarded(
  { head, rows }: Table,
  flows: readonly MeasuredFlow[],
): Table {
  const counts = flows.map(({ flow: { discarded = 0 } }) => discarded);
  if (sum(counts) === 0) return { head, rows };
  return {
    head: [...head, "tries that lost some"],
    rows: rows.map((row, i) => [...row, fixed(counts[i] ?? 0)]),
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
