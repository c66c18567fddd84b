/**
 * `deno task bench [--quick] [--json] [--tor]`: measures what messages between
 * two nodes cost, beside the same messages over a bare SSH stream and a plain
 * socket, what idle links cost, and how long a mesh takes to come up; or what
 * links through Tor are like.
 *
 * @module
 */
import { Command } from "commander";
import process from "node:process";
import { measureAll } from "./bench/figures.ts";
import { FULL_PLAN, QUICK_PLAN } from "./bench/plan.ts";
import { describeFigures } from "./bench/report.ts";
import {
  describeTorFigures,
  FULL_TOR_PLAN,
  measureTor,
  QUICK_TOR_PLAN,
} from "./bench/tor.ts";
import { readCommandLine } from "./support/command-line.ts";
import { runScript } from "./support/main.ts";
import { withStopSignals } from "./support/stop-signals.ts";

/** The exit code of a program that was interrupted. */
const INTERRUPTED = 130;

interface Flags {
  readonly quick?: true;
  readonly json?: true;
  readonly tor?: true;
}

/** What was measured, for programs and for people. */
interface Report {
  readonly figures: object;
  readonly text: string;
}

await runScript(async () => {
  const command = new Command("bench")
    .description("Measures Kōzō beside the least that it could cost.")
    .option("--quick", "only show that it works: less than a minute")
    .option("--json", "print the figures for programs")
    .option("--tor", "measure links through a private Tor network instead");
  if (!readCommandLine(command, Deno.args)) return 0;
  const { quick = false, json = false, tor } = command.opts<Flags>();
  const measure = tor === true ? overTor : overAllWays;
  const report = await unlessStopped((stop) => measure(quick, stop));
  if (report === undefined) return INTERRUPTED;
  const { figures, text } = report;
  process.stdout.write(
    json ? `${JSON.stringify(figures, undefined, 2)}\n` : `\n${text}`,
  );
  return 0;
});

async function overAllWays(
  quick: boolean,
  stop: AbortSignal,
): Promise<Report> {
  const plan = quick ? QUICK_PLAN : FULL_PLAN;
  const figures = await measureAll(plan, stop, say);
  return { figures, text: describeFigures(figures) };
}

async function overTor(quick: boolean, stop: AbortSignal): Promise<Report> {
  const plan = quick ? QUICK_TOR_PLAN : FULL_TOR_PLAN;
  const figures = await measureTor(plan, stop, say);
  return { figures, text: describeTorFigures(figures) };
}

/** Nothing, when it was interrupted. */
async function unlessStopped<T>(
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  return await withStopSignals(async (stop) => {
    try {
      return await work(stop);
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
