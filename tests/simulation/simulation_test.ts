import assert from "node:assert/strict";
import { makePlan } from "./plan.ts";
import { shrink } from "./shrink.ts";
import { describeOutcome, simulate } from "./simulation.ts";

/** Seeds of the normal test run; `deno task simulate` takes any number. */
const SEEDS = 300;

Deno.test("guarantees 1, 2, 3, 5, 6 and 7 hold in 300 simulated networks", async () => {
  let heard = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const outcome = await simulate(makePlan(seed));
    heard += outcome.heard;
    if (outcome.violations.length > 0) {
      assert.fail(describeOutcome(await shrink(outcome)));
    }
  }
  assert.ok(heard > 1000 * SEEDS, `only ${heard} messages were heard`);
});

Deno.test("a simulated run replays exactly", async () => {
  for (const seed of [3, 10, 78]) {
    const [one, two] = [
      await simulate(makePlan(seed)),
      await simulate(makePlan(seed)),
    ];
    assert.equal(one.diagram, two.diagram);
    assert.equal(one.heard, two.heard);
  }
});
