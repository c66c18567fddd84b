import { type Environment, sleep, withDeadline } from "../environment.ts";
import { Variant } from "../dbus/value.ts";
import type { BluezAdapter } from "./bluez-adapter.ts";
import { BLUETOOTHD_PATIENCE, tooLate } from "./bluetoothd.ts";

/**
 * Seconds for which an adapter stays discoverable, as bluetoothd has them by
 * itself. Nobody has to hide an adapter at the end, which would shut out all
 * others that use it; and a node that was killed leaves it hidden, too.
 */
const TERM = 180;

/** Seconds before the term begins anew. */
const RENEWAL = 60;

/** Seconds between two looks at whether an adapter still takes connections. */
const LOOK = 5;

/** Seconds until an adapter that is discoverable for one is not any more. */
const BLINK = 2;

/** Seconds that bluetoothd may take to give an adapter its term back. */
const RESTORATION = 2;

/** An adapter, to be seen or to be connected to. */
export interface VisibleAdapter {
  readonly properties: Pick<BluezAdapter, "get" | "set">;
  readonly environment: Environment;

  /** Whether it takes connections now, as the system has it. */
  readonly isConnectable: () => boolean;
}

/** A way of being reached. */
export interface Visibility {
  /** Seconds after which {@link Visibility.ensure} is due again. */
  readonly interval: number;

  /**
   * Makes the adapter so, if it is not.
   *
   * @throws {KozoError} when bluetoothd refuses, or ends
   * @throws the signal's reason when that is aborted
   */
  ensure(adapter: VisibleAdapter, signal: AbortSignal): Promise<void>;
}

/** Whoever searches finds the adapter. */
export const discoverable: Visibility = {
  interval: RENEWAL,

  async ensure({ properties }, signal) {
    const term = await termOf(properties, signal);
    const isOn = await properties.get("Discoverable", signal) === true;
    // Somebody has made it discoverable for ever.
    if (isOn && term === 0) return;
    const seconds = term === 0 ? TERM : term;
    // While it is discoverable, this starts the term anew.
    await properties.set(
      "DiscoverableTimeout",
      new Variant("u", seconds),
      signal,
    );
    await properties.set("Discoverable", new Variant("b", true), signal);
  },
};

/**
 * Whoever knows the adapter's address can connect to it. bluetoothd has no word
 * for that. But an adapter that is discoverable can be connected to, too, and
 * that remains when its term ends.
 */
export const connectable: Visibility = {
  interval: LOOK,

  async ensure({ properties, environment, isConnectable }, signal) {
    if (isConnectable()) return;
    const term = await termOf(properties, signal);
    await properties.set("DiscoverableTimeout", new Variant("u", 1), signal);
    try {
      await properties.set("Discoverable", new Variant("b", true), signal);
      await sleep(environment, BLINK, signal);
    } finally {
      // bluetoothd would keep the short term, for all that use the adapter.
      await withDeadline(
        environment,
        RESTORATION,
        new AbortController().signal,
        () => tooLate(RESTORATION),
        (limited) =>
          properties.set(
            "DiscoverableTimeout",
            new Variant("u", term),
            limited,
          ),
      );
    }
  },
};

/**
 * Keeps an adapter so until the signal is aborted.
 *
 * @throws {KozoError} when bluetoothd refuses, does not answer, or ends
 * @throws the signal's reason when that is aborted
 */
export async function keep(
  visibility: Visibility,
  adapter: VisibleAdapter,
  signal: AbortSignal,
): Promise<never> {
  const { environment } = adapter;
  for (;;) {
    await sleep(environment, visibility.interval, signal);
    let ensuring = Promise.resolve();
    try {
      await withDeadline(
        environment,
        BLUETOOTHD_PATIENCE,
        signal,
        tooLate,
        (limited) => ensuring = visibility.ensure(adapter, limited),
      );
    } finally {
      // It may have something to put back, for which D-Bus has to stay open.
      await ensuring.catch(() => {});
    }
  }
}

/**
 * Seconds for which the adapter is discoverable when it is made so; 0: for ever.
 * A term that would be over before it begins anew is made longer.
 */
async function termOf(
  properties: VisibleAdapter["properties"],
  signal: AbortSignal,
): Promise<number> {
  const seconds = await properties.get("DiscoverableTimeout", signal);
  if (typeof seconds !== "number") return TERM;
  return seconds === 0 ? 0 : Math.max(seconds, TERM);
}
