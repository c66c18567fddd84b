import { KozoError } from "kozo";
import type { Flow } from "./counts.ts";
import { eachPart, ofParts } from "./parts.ts";
import { PAYLOAD_SIZE } from "./payload.ts";
import { cpuSeconds } from "./process-usage.ts";
import { trafficOf } from "./sockets.ts";
import { median, sum } from "./statistics.ts";
import type { FlowFigures } from "./way-figures.ts";
import type { FlowWay } from "./ways.ts";

/** How often a flow is measured at most, to see one that loses nothing. */
const ATTEMPTS = 5;

/** Bytes that may be on their way at once, whatever the size of messages. */
const WINDOW_SIZE = 1024 * 1024;

/**
 * Has a way carry as many messages of a size as it can, for so many seconds.
 *
 * @throws {KozoError} when some were dropped, however often it was tried
 */
export async function measureFlow(
  way: FlowWay,
  size: number,
  seconds: number,
  stop: AbortSignal,
): Promise<FlowFigures> {
  const window = Math.min(way.window, Math.floor(WINDOW_SIZE / size));
  for (let discarded = 0; discarded < ATTEMPTS; discarded++) {
    const flow = await tryFlow(way, { window, size, seconds }, stop);
    if (flow !== undefined) return { ...flow, discarded };
  }
  throw new KozoError(
    `Of messages of ${size} bytes some were dropped by "${way.name}", though ` +
      `never more than ${window} were on their way; it was tried ` +
      `${ATTEMPTS} times`,
  );
}

/** Nothing, when messages were dropped. */
async function tryFlow(
  { publisher, pids }: FlowWay,
  flow: { window: number; size: number; seconds: number },
  stop: AbortSignal,
): Promise<FlowFigures | undefined> {
  const cpuBefore = await ofParts(pids, cpuSeconds);
  const before = await trafficOf([pids.publisher], stop);
  const done: Flow = await publisher.measure({ measure: "flow", ...flow });
  const after = await trafficOf([pids.publisher], stop);
  const cpu = await ofParts(pids, cpuSeconds);
  const { messages, seconds, dropped } = done;
  if (dropped > 0) return undefined;
  const { size } = flow;
  return {
    size,
    messagesPerSecond: messages / seconds,
    cpu: eachPart((part) => (cpu[part] - cpuBefore[part]) * 1e6 / messages),
    overhead: after === undefined || before === undefined
      ? null
      : overheadOf(after.bytes - before.bytes, messages, size),
  };
}

/** Two of the messages ask for accounts, and the first was not counted. */
function overheadOf(bytes: number, messages: number, size: number): number {
  const payloads = (messages - 1) * size + 2 * PAYLOAD_SIZE;
  return (bytes - payloads) / (messages + 1);
}

/** The medians of some flows of the same size, but all that was discarded. */
export function middleFlow(flows: readonly FlowFigures[]): FlowFigures {
  const of = (figure: (flow: FlowFigures) => number) =>
    median(flows.map(figure));
  const isKnown = flows.every(({ overhead }) => overhead !== null);
  return {
    size: of(({ size }) => size),
    messagesPerSecond: of(({ messagesPerSecond }) => messagesPerSecond),
    cpu: eachPart((part) => of(({ cpu }) => cpu[part])),
    overhead: isKnown ? of(({ overhead }) => overhead ?? NaN) : null,
    discarded: sum(flows.map(({ discarded = 0 }) => discarded)),
  };
}
