import process from "node:process";
import { KozoError } from "../../core/errors.ts";
import type { TestArguments } from "./arguments.ts";
import { inCi } from "./complaint.ts";
import { findHardwareImage, runHardwareTests } from "./hardware.ts";
import { HeldOutput } from "./held-output.ts";
import { divide, HARDWARE_TESTS } from "./places.ts";
import { addRuns, NOTHING, runTests, type TestRun } from "./run-tests.ts";

/**
 * Runs the tests: here, and at the same time in virtual machines those of the
 * hardware. Of those a filter finds none; paths do.
 */
export async function runAll(
  args: TestArguments,
  stop: AbortSignal,
): Promise<TestRun> {
  const { filter, paths } = args;
  const isAll = paths.length === 0;
  const { within, elsewhere } = divide(paths, HARDWARE_TESTS);
  const held = new HeldOutput(Deno.stdout.writable);
  const isThere = (isAll && filter === undefined) || within.length > 0;
  const beside = isThere
    ? tryHardware({ ...args, paths: within }, stop, held.writable)
    : Promise.resolve(NOTHING);
  const runs: TestRun[] = [];
  if (isAll || elsewhere.length > 0) {
    runs.push(await runTests({ ...args, paths: elsewhere }, stop));
  }
  held.release();
  runs.push(await beside);
  await held.writable.close();
  await held.shown;
  return addRuns(runs);
}

/** Where there can be no virtual machine a line says so. */
async function tryHardware(
  args: TestArguments,
  stop: AbortSignal,
  screen: WritableStream<Uint8Array>,
): Promise<TestRun> {
  if (stop.aborted) return NOTHING;
  const image = await findHardwareImage(stop).catch(complaintOf);
  if (typeof image === "string") {
    say(`Skipped the tests of Bluetooth and GPIO: ${image}`);
    return { ...NOTHING, success: !inCi() };
  }
  const run = await runHardwareTests(image, args, stop, screen)
    .catch(complaintOf);
  if (typeof run !== "string") return run;
  say(`The tests of Bluetooth and GPIO broke off: ${run}`);
  return { ...NOTHING, success: false };
}

/** What a fault that was to be expected says; any other is thrown. */
function complaintOf(error: unknown): string {
  if (error instanceof KozoError) return error.message;
  throw error;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
