import type { Duplex } from "node:stream";
import {
  type BluetoothAdapter,
  type BluetoothListener,
  messageOf,
  type PublicationOptions,
} from "kozo";

/**
 * Channels that the service has. Two adapters can use each for one connection
 * at a time, and while a node's old one is about to end it needs a new one.
 */
const CHANNELS = 4;

/** What is needed to be reachable. */
export interface ReachabilityOptions {
  readonly adapter: BluetoothAdapter;
  readonly uuid: string;
  /** What people see. */
  readonly name: string;
  /** Whether to let the adapter be found by whoever searches. */
  readonly discoverable: boolean;
  /** Connections that the system keeps until they are accepted. */
  readonly backlog: number;
  /** Takes the connections that come in. */
  readonly take: (connection: Duplex) => void;
}

/**
 * Listens, and lets others find the service, until that comes to an end.
 *
 * @param onReady is called once others can find it
 * @returns why they cannot any more
 * @throws {BluetoothError} when there is no adapter or no bluetoothd, with what
 * to do
 * @throws the signal's reason when that is aborted
 */
export async function beReachable(
  options: ReachabilityOptions,
  onReady: () => void,
  signal: AbortSignal,
): Promise<string> {
  using stack = new DisposableStack();
  const listeners = listen(options);
  for (const listener of listeners) stack.use(listener);
  const over = new AbortController();
  stack.defer(() => over.abort());
  const present = AbortSignal.any([signal, over.signal]);
  const accepting = listeners.map((listener) =>
    acceptAll(listener, options.take, present)
  );
  const channels = listeners.map(({ channel }) => channel);
  const { adapter, uuid, name, discoverable } = options;
  const publication: PublicationOptions = {
    service: { uuid, name, channels },
    discoverable,
  };
  const { ended } = stack.use(await adapter.publish(publication, signal));
  onReady();
  return await Promise.race([ended, ...accepting, aborted(signal)]);
}

/** As many as are free, and one at least. */
function listen(
  { adapter, backlog }: ReachabilityOptions,
): BluetoothListener[] {
  const listeners = [adapter.listen(backlog)];
  while (listeners.length < CHANNELS) {
    try {
      listeners.push(adapter.listen(backlog));
    } catch {
      break;
    }
  }
  return listeners;
}

/** Takes connections until something fails; returns what. Never rejects. */
async function acceptAll(
  listener: BluetoothListener,
  take: (connection: Duplex) => void,
  signal: AbortSignal,
): Promise<string> {
  try {
    for (;;) {
      const connection = await listener.accept(signal);
      // Whoever takes it attaches a better one.
      connection.on("error", () => {});
      take(connection);
    }
  } catch (error) {
    return messageOf(error);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason), {
      once: true,
    });
  });
}
