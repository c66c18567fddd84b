import assert from "node:assert/strict";
import { describeTorFigures, measureLinks } from "../../scripts/bench/tor.ts";
import { transportInfo } from "../../transports/onion.ts";
import { ONION_OPTIONS } from "../../transports/onion/options.ts";
import { transportContract } from "../contract/transport.ts";
import type { SharedTor } from "./shared-tor.ts";

/** SSH's buffers are 4 MiB; Tor carries about one in a second. */
const BIG = 6 * 1024 * 1024;

/** What every transport has to get right, over a real Tor network. */
export function contractTests(tor: SharedTor): void {
  const options = () => optionsOf(tor);
  transportContract("onion", { info: transportInfo, options, big: BIG });

  Deno.test("the benchmark measures links through Tor", async () => {
    const plan = { links: 2, roundTrips: 5, bytes: 100_000 };
    const { signal } = new AbortController();
    const figures = {
      network: 10,
      ...await measureLinks(plan, optionsOf(tor), signal, () => {}),
    };
    assert.ok(figures.firstLink > 0 && figures.link.p50 > 0);
    assert.ok(figures.roundTrip.p50 <= figures.roundTrip.p99);
    assert.ok(figures.throughput.there > 0 && figures.throughput.back > 0);
    const lines = describeTorFigures(figures).trimEnd().split("\n");
    assert.equal(lines.length, 8);
    for (const line of lines) assert.match(line, / \d+(?:\.\d+)? \S+$/);
  });
}

/** Options of the end that dials, and of the one that listens. */
function optionsOf(tor: SharedTor): readonly [object, object] {
  const defaults = Object.fromEntries(
    Object.entries(ONION_OPTIONS)
      .map(([name, option]) => [name, option.default]),
  );
  return [
    { ...defaults, ...tor.dialling },
    { ...defaults, ...tor.listening },
  ];
}
