import assert from "node:assert/strict";
import process from "node:process";
import type { SharedTor } from "./shared-tor.ts";

/** Seconds that the network and all its tests are to take at most. */
const GOAL = 240;

/** How much longer they may take on a machine that has other things to do. */
const LENIENCE = 2;

/** To come last: says how long everything before it has taken. */
export function timeTest(tor: SharedTor): void {
  Deno.test("the private Tor network and its tests do not take much longer than they should", () => {
    const seconds = Math.round(tor.age);
    process.stdout.write(`Tor network and tests: ${seconds} s of ${GOAL} s\n`);
    assert.ok(seconds < GOAL * LENIENCE, `${seconds} s, instead of ${GOAL} s`);
  });
}
