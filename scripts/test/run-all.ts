import process from "node:process";
import { KozoError } from "../../core/errors.ts";
import type { TestArguments } from "./arguments.ts";
import { inCi } from "./complaint.ts";
import { HARDWARE_TESTS, runHardwareTests } from "./hardware.ts";
import { runTests, type TestRun } from "./run-tests.ts";
import { addCounts, NO_COUNTS } from "./summary.ts";

/** A run of nothing, which went well. */
const NOTHING: TestRun = { success: true, counts: NO_COUNTS };

/**
 * Runs the tests: here, and in the virtual machine those of the hardware. Of
 * those a filter finds none; paths do.
 */
export async function runAll(
  args: TestArguments,
  stop: AbortSignal,
): Promise<TestRun> {
  const isHardware = (path: string) =>
    `${path}/`.startsWith(`${HARDWARE_TESTS}/`);
  const [there, here] = [
    args.paths.filter(isHardware),
    args.paths.filter((path) => !isHardware(path)),
  ];
  const isAll = args.paths.length === 0;
  const first = isAll || here.length > 0
    ? await runTests({ ...args, paths: here }, stop)
    : NOTHING;
  const second = there.length > 0 || (isAll && args.filter === undefined)
    ? await tryHardware({ ...args, paths: there }, stop)
    : NOTHING;
  return {
    success: first.success && second.success,
    counts: addCounts(first.counts, second.counts),
  };
}

/** Where there can be no virtual machine a line says so. */
async function tryHardware(
  args: TestArguments,
  stop: AbortSignal,
): Promise<TestRun> {
  if (stop.aborted) return NOTHING;
  try {
    return await runHardwareTests(args, stop);
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    process.stderr.write(
      `Skipped the tests of Bluetooth and GPIO: ${error.message}\n`,
    );
    return { ...NOTHING, success: !inCi() };
  }
}
