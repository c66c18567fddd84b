/**
 * `deno task bench [--quick] [--json]`: measures what messages between two nodes
 * cost, beside the same messages over a bare SSH stream and a plain socket, what
 * idle links cost, and how long a mesh takes to come up.
 *
 * @module
 */
import { Command } from "commander";
import process from "node:process";
import { type Figures, measureAll } from "./bench/figures.ts";
import { FULL_PLAN, QUICK_PLAN } from "./bench/plan.ts";
import { describeFigures } from "./bench/report.ts";
import { readCommandLine } from "./support/command-line.ts";
import { runScript } from "./support/main.ts";
import { withStopSignals } from "./support/stop-signals.ts";

/** The exit code of a program that was interrupted. */
const INTERRUPTED = 130;

await runScript(async () => {
  const command = new Command("bench")
    .description("Measures Kōzō beside the least that it could cost.")
    .option("--quick", "only show that it works: less than a minute")
    .option("--json", "print the figures for programs");
  if (!readCommandLine(command, Deno.args)) return 0;
  const { quick, json } = command.opts<{ quick?: true; json?: true }>();
  const figures = await measure(quick === true);
  if (figures === undefined) return INTERRUPTED;
  process.stdout.write(
    json === true
      ? `${JSON.stringify(figures, undefined, 2)}\n`
      : `\n${describeFigures(figures)}`,
  );
  return 0;
});

/** Nothing, when it was interrupted. */
async function measure(quick: boolean): Promise<Figures | undefined> {
  const plan = quick ? QUICK_PLAN : FULL_PLAN;
  return await withStopSignals(async (stop) => {
    try {
      return await measureAll(plan, stop, say);
    } catch (error) {
      if (stop.aborted) return undefined;
      throw error;
    }
  });
}

/** On standard error: standard output is for the figures. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
