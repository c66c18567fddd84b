import type { AllWayFigures, WayFigures } from "../way-figures.ts";
import { type WayName, WAYS } from "../ways.ts";

/** What ways are called in tables and plots. */
export const NAMES: Readonly<Record<WayName, string>> = {
  kozo: "Kōzō",
  kozoDefaultQueues: "Kōzō, default queues",
  kozoSandbox: "Kōzō, subscriber in a sandbox",
  ssh2: "bare ssh2 channel",
  ssh: "bare SSH stream of Kōzō",
  tls: "bare TLS stream, same frames",
  tcp: "bare TCP stream, same frames",
  mosquitto: "mosquitto with TLS",
  nats: "NATS with TLS",
};

/** A way that was measured. */
export interface Measured {
  readonly name: WayName;
  readonly title: string;
  readonly way: WayFigures;
}

/** The ways that were measured, in order. */
export function measured(ways: AllWayFigures): Measured[] {
  return WAYS.flatMap((name) => {
    const way = ways[name];
    return way === undefined ? [] : [{ name, title: NAMES[name], way }];
  });
}
