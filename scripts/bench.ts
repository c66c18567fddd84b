/**
 * `deno task bench [--quick] [--json] [--peers] [--docs] [--tor]`: measures
 * what messages between two nodes cost, beside the same messages over bare
 * streams and through others' brokers, what idle nodes cost, and how long a
 * mesh takes to come up; or what links through Tor are like.
 *
 * @module
 */
import { Command } from "commander";
import process from "node:process";
import { measureAll } from "./bench/figures.ts";
import { FULL_PLAN, type Plan, QUICK_PLAN, TINY_PLAN } from "./bench/plan.ts";
import {
  DOCUMENTS,
  keepFigures,
  writeDocuments,
} from "./bench/report/documents.ts";
import { describeFigures } from "./bench/report/sections.ts";
import {
  describeTorFigures,
  FULL_TOR_PLAN,
  measureTor,
  QUICK_TOR_PLAN,
} from "./bench/tor.ts";
import { readCommandLine } from "./support/command-line.ts";
import { runScript } from "./support/main.ts";
import { STOPPED, withStopSignals } from "./support/stop-signals.ts";

interface Flags {
  readonly quick?: true;
  readonly tiny?: true;
  readonly json?: true;
  readonly peers?: true;
  /** The folder, if it is another. */
  readonly docs?: true | string;
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
    .option("--quick", "measure roughly: about three minutes, not 20")
    .option("--tiny", "only show that it works: about a minute")
    .option("--json", "print the figures for programs")
    .option("--peers", "measure mosquitto and NATS too")
    .option("--docs [folder]", "put the figures into docs/performance.md")
    .option("--tor", "measure links through a private Tor network instead");
  if (!readCommandLine(command, Deno.args)) return 0;
  const flags = command.opts<Flags>();
  const measure = flags.tor === true ? overTor : overAllWays;
  const report = await unlessStopped((stop) => measure(flags, stop));
  if (report === undefined) return STOPPED;
  const { figures, text } = report;
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(figures, undefined, 2)}\n`
      : `\n${text}`,
  );
  return 0;
});

async function overAllWays(flags: Flags, stop: AbortSignal): Promise<Report> {
  const { peers = false, docs } = flags;
  const figures = await measureAll({ plan: planOf(flags), peers, stop, say });
  if (docs !== undefined) {
    const folder = docs === true ? DOCUMENTS : docs;
    // First: it took long to measure them.
    await keepFigures(figures, folder);
    await writeDocuments(figures, folder);
  }
  return { figures, text: describeFigures(figures) };
}

function planOf({ quick, tiny }: Flags): Plan {
  if (tiny === true) return TINY_PLAN;
  return quick === true ? QUICK_PLAN : FULL_PLAN;
}

async function overTor(
  { quick }: Flags,
  stop: AbortSignal,
): Promise<Report> {
  const plan = quick === true ? QUICK_TOR_PLAN : FULL_TOR_PLAN;
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
