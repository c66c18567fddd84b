import type { Plan } from "./plan.ts";
import { type Outcome, simulate } from "./simulation.ts";

/**
 * Leaves out one fault after the other, as long as a run still fails.
 *
 * @param outcome a run that failed
 * @returns a run that fails with as few faults, traced
 */
export async function shrink(outcome: Outcome): Promise<Outcome> {
  let smallest = outcome;
  for (const fault of outcome.plan.faults) {
    const plan: Plan = {
      ...smallest.plan,
      faults: smallest.plan.faults.filter((other) => other !== fault),
    };
    // Without any fault more is demanded of a run: that is another test.
    if (plan.faults.length === 0) break;
    const smaller = await simulate(plan);
    if (smaller.violations.length > 0) smallest = smaller;
  }
  return await simulate(smallest.plan, true);
}
