import type { Channel, Transport } from "kozo";
import {
  makePair,
  type PairOptions,
  type Side,
} from "../../core/contract/transport-pair.ts";
import { bytes, text } from "../../core/contract/open-channel.ts";
import { transportInfo } from "../../transports/bluetooth.ts";
import { addressOf } from "./radios.ts";

/** The service of most tests. */
export const UUID = "6b6f7a6f-0001-4000-8000-0123456789ab";

/** Aborted never: what waits has a limit of its own. */
export const { signal: never } = new AbortController();

/** Two nodes with an adapter each, of which one listens. */
export interface BluetoothPair extends Disposable {
  readonly alice: Side;
  readonly bob: Side;
  /** All that either has logged. */
  readonly log: string[];
}

/** The options of a transport whose adapter others know, or have to find. */
export function optionsFor(adapter: string, isKnown: boolean, uuid = UUID) {
  return {
    uuid,
    address: isKnown ? addressOf(adapter) : null,
    adapter,
    socketConnectionBacklog: 10,
  };
}

/** Makes a pair, and lets bob listen. */
export async function bluetoothPair(
  { isKnown = true, uuid = UUID, from = "hci0", to = "hci1", ...more }:
    & { isKnown?: boolean; uuid?: string; from?: string; to?: string }
    & Partial<PairOptions> = {},
): Promise<BluetoothPair> {
  const log: string[] = [];
  const { alice, bob } = makePair({
    info: transportInfo,
    options: [optionsFor(from, isKnown, uuid), optionsFor(to, isKnown, uuid)],
    log: (line) => log.push(line),
    ...more,
  });
  await bob.transport.init();
  await bob.transport.bind();
  return {
    alice,
    bob,
    log,
    [Symbol.dispose]() {
      alice.stop();
      bob.stop();
    },
  };
}

/** Connects the two, passes a word and closes the channel. */
export async function talk({ alice, bob }: BluetoothPair): Promise<void> {
  const accepting = new AbortController();
  const accepted = bob.transport.accept(accepting.signal);
  try {
    const near = await alice.transport.connect(alice.other, never);
    await converse(near, await accepted);
  } catch (error) {
    accepting.abort(error);
    await accepted.catch(() => {});
    throw error;
  }
}

/** Passes a word and closes the channel. */
export async function converse(near: Channel, far: Channel): Promise<void> {
  await near.send(bytes("a word"));
  if (await text(far) !== "a word") throw new Error("It came out otherwise");
  await Promise.all([near.close(), far.close()]);
}

/** Connects, and expects that nobody is there. */
export async function failureOf(transport: Transport, other: Transport) {
  return await transport.connect(other, never).then(
    () => {
      throw new Error("Somebody is there");
    },
    (error) => error,
  );
}
