import assert from "node:assert/strict";
import type { SharedTor } from "./shared-tor.ts";

/** Seconds that the network and all its tests are to take at most. */
const GOAL = 240;

/** How much longer they may take on a machine that does much else besides. */
const LENIENCE = 2;

/** To come last: shows how long everything before it has taken. */
export function timeTest(tor: SharedTor): void {
  const limit = GOAL * LENIENCE;
  Deno.test("the private Tor network and its tests take no longer than they should", async (t) => {
    const seconds = Math.round(tor.age);
    // What a test prints is not shown everywhere; the names of steps are.
    await t.step(`${seconds} s, of ${GOAL} s`, () => {
      assert.ok(seconds <= limit, `more than ${limit} s`);
    });
  });
}
