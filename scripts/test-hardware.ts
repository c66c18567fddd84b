/**
 * `deno task test:hardware [FILTER or PATHS…]`: runs the tests that need radios
 * and pins, in the virtual machine of `deno task lab`. Its last line is
 * `N passed, N failed, N skipped`; its exit code is 0 only when something ran
 * and all of it passed.
 *
 * @module
 */
import process from "node:process";
import { runScript } from "./support/main.ts";
import { userFolder } from "./support/root.ts";
import { withStopSignals } from "./support/stop-signals.ts";
import { parseTestArguments } from "./test/arguments.ts";
import { complaintAbout } from "./test/complaint.ts";
import { findHardwareImage, runHardwareTests } from "./test/hardware.ts";
import { formatCounts } from "./test/summary.ts";

await runScript(async () => {
  const args = parseTestArguments(Deno.args, userFolder());
  if (args === undefined) return 0;
  return await withStopSignals(async (stop) => {
    const run = await runHardwareTests(
      await findHardwareImage(stop),
      args,
      stop,
    );
    const complaint = complaintAbout(run, stop);
    if (complaint !== undefined) process.stderr.write(`${complaint}\n`);
    process.stdout.write(`${formatCounts(run.counts)}\n`);
    return complaint === undefined ? 0 : 1;
  });
});
