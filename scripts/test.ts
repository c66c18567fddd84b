/**
 * `deno task test [--coverage] [FILTER or PATHS…]`: runs the tests, those of
 * the hardware in a virtual machine, and the examples in the documentation. Its
 * last line is `N passed, N failed, N skipped`; its exit code is 0 only when
 * something ran and all of it passed.
 *
 * @module
 */
import process from "node:process";
import { runScript } from "./support/main.ts";
import { userFolder } from "./support/root.ts";
import { withStopSignals } from "./support/stop-signals.ts";
import { parseTestArguments, type TestArguments } from "./test/arguments.ts";
import { clearCoverage, judgeCoverage } from "./test/coverage.ts";
import { complaintAbout } from "./test/complaint.ts";
import { runAll } from "./test/run-all.ts";
import { formatCounts } from "./test/summary.ts";

await runScript(async () => {
  const args = parseTestArguments(Deno.args, userFolder());
  if (args === undefined) return 0;
  prepareEnvironment();
  return await withStopSignals((stop) => testAll(args, stop)) ? 0 : 1;
});

async function testAll(
  args: TestArguments,
  stop: AbortSignal,
): Promise<boolean> {
  if (args.coverage) await clearCoverage();
  const run = await runAll(args, stop);
  const complaint = complaintAbout(run, stop);
  const covered = !args.coverage || await judgeCoverage(stop);
  if (complaint !== undefined) process.stderr.write(`${complaint}\n`);
  process.stdout.write(`${formatCounts(run.counts)}\n`);
  return covered && complaint === undefined;
}

/** What the children inherit. */
function prepareEnvironment(): void {
  // Coverage that somebody else measures is not judged by our thresholds.
  Deno.env.delete("DENO_COVERAGE_DIR");
  // It makes deno print an empty stack below each of its error messages.
  Deno.env.delete("RUST_BACKTRACE");
  if (!Deno.stdout.isTerminal()) Deno.env.set("NO_COLOR", "1");
}
