import { type Block, Network } from "../../tests/support/network.ts";
import { BenchProcess } from "./bench-process.ts";

/** The ways in which messages are carried from one process to another. */
export const WAYS = [
  "kozo",
  "kozoDefaultQueues",
  "kozoSandbox",
  "ssh",
  "tcp",
] as const;

/** One of {@link WAYS}. */
export type WayName = typeof WAYS[number];

/** A publisher that has a link to a subscriber. */
export interface Way {
  readonly name: WayName;
  /** Messages that may be on their way at once. */
  readonly window: number;
  readonly publisher: BenchProcess;
}

/** As many messages as keep both ends busy. */
const WINDOW = 4096;

/** `outgoingQueueLength` unless the configuration says otherwise. */
const DEFAULT_WINDOW = 128;

/** A sandbox: the benchmark's modules import from all over the place. */
export const SANDBOX: Block = { permissions: { read: true } };

/** Starts two processes for each way; they end with `stack`. */
export async function startWays(
  stack: AsyncDisposableStack,
  stop: AbortSignal,
): Promise<Way[]> {
  const wide = { outgoingQueueLength: 2 * WINDOW };
  return [
    await startNodes(stack, stop, "kozo", WINDOW, wide),
    await startNodes(stack, stop, "kozoDefaultQueues", DEFAULT_WINDOW, {}),
    await startNodes(stack, stop, "kozoSandbox", WINDOW, wide, SANDBOX),
    await startFloor(stack, stop, "ssh"),
    await startFloor(stack, stop, "tcp"),
  ];
}

async function startNodes(
  stack: AsyncDisposableStack,
  stop: AbortSignal,
  name: WayName,
  window: number,
  options: Block,
  sandbox: Block = {},
): Promise<Way> {
  const messageQueueLength = Math.max(1024, 2 * window);
  const { folder } = stack.use(
    await Network.make({
      publisher: { roles: { publisher: {} } },
      subscriber: {
        roles: { subscriber: { messageQueueLength, ...sandbox } },
      },
    }, options),
  );
  const start = (node: string) =>
    stack.use(
      new BenchProcess("node.ts", ["run", "config.yml", node], folder, stop),
    );
  const subscriber = start("subscriber");
  const publisher = start("publisher");
  await Promise.all([publisher.linked(1), subscriber.linked(1)]);
  return { name, window, publisher };
}

async function startFloor(
  stack: AsyncDisposableStack,
  stop: AbortSignal,
  name: "ssh" | "tcp",
): Promise<Way> {
  const network = stack.use(
    await Network.make({ publisher: {}, subscriber: {} }),
  );
  const port = String(network.port("subscriber"));
  const start = (role: string) =>
    stack.use(
      new BenchProcess("floor.ts", [name, role, port], network.folder, stop),
    );
  const subscriber = start("subscriber");
  await subscriber.listening();
  const publisher = start("publisher");
  await publisher.linked(1);
  return { name, window: WINDOW, publisher };
}
