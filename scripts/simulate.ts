/**
 * `deno task simulate [--seeds N] [--from SEED]`: runs simulated networks, one a
 * seed, and shows the first that breaks a guarantee, with as few faults as will
 * break it.
 *
 * @module
 */
import { Command, InvalidArgumentError } from "commander";
import process from "node:process";
import { makePlan } from "../tests/simulation/plan.ts";
import { shrink } from "../tests/simulation/shrink.ts";
import { describeOutcome, simulate } from "../tests/simulation/simulation.ts";
import { readCommandLine } from "./support/command-line.ts";
import { runScript } from "./support/main.ts";

/** Seeds between two lines about how far it is. */
const REPORT_EVERY = 500;

await runScript(async () => {
  const command = new Command("simulate")
    .description("Runs simulated networks and holds the guarantees to them.")
    .option("--seeds <n>", "how many networks", wholeNumber, 300)
    .option("--from <seed>", "the first seed", wholeNumber, 1);
  if (!readCommandLine(command, Deno.args)) return 0;
  const { seeds, from } = command.opts<{ seeds: number; from: number }>();
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await simulate(makePlan(seed));
    if (outcome.violations.length > 0) {
      process.stdout.write(`${describeOutcome(await shrink(outcome))}\n`);
      return 1;
    }
    const done = seed - from + 1;
    if (done % REPORT_EVERY === 0) process.stdout.write(`${done} seeds hold\n`);
  }
  process.stdout.write(`All guarantees hold for ${seeds} seeds from ${from}\n`);
  return 0;
});

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It has to be a whole number above 0");
}
