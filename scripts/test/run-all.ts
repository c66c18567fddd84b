import process from "node:process";
import { KozoError } from "../../core/errors.ts";
import type { TestArguments } from "./arguments.ts";
import { inCi } from "./complaint.ts";
import { findHardwareImage, runHardwareTests } from "./hardware.ts";
import { HeldOutput } from "./held-output.ts";
import { APART, divide, HARDWARE_TESTS } from "./places.ts";
import { addRuns, NOTHING, runTests, type TestRun } from "./run-tests.ts";

/**
 * Runs the tests: here, and at the same time in virtual machines those of the
 * hardware. Of those a filter finds none; paths do. When all are run, those
 * that stand apart follow the machines, beside the others.
 */
export async function runAll(
  args: TestArguments,
  stop: AbortSignal,
): Promise<TestRun> {
  const held = new HeldOutput(Deno.stdout.writable);
  const beside = runBeside(args, stop, held.writable);
  const here = await runHere(args, stop);
  held.release();
  const run = addRuns([here, await beside]);
  await held.writable.close();
  await held.shown;
  return run;
}

async function runHere(
  args: TestArguments,
  stop: AbortSignal,
): Promise<TestRun> {
  if (isComplete(args)) return await runTests(args, stop, { ignore: APART });
  const { elsewhere } = divide(args.paths, HARDWARE_TESTS);
  const isNothing = args.paths.length > 0 && elsewhere.length === 0;
  return isNothing
    ? NOTHING
    : await runTests({ ...args, paths: elsewhere }, stop);
}

async function runBeside(
  args: TestArguments,
  stop: AbortSignal,
  screen: WritableStream<Uint8Array>,
): Promise<TestRun> {
  const { within } = divide(args.paths, HARDWARE_TESTS);
  const isAll = isComplete(args);
  if (!isAll && within.length === 0) return NOTHING;
  const hardware = await tryHardware({ ...args, paths: within }, stop, screen);
  if (!isAll || stop.aborted) return hardware;
  const apart = await runTests({ ...args, paths: APART }, stop, { screen });
  return addRuns([hardware, apart]);
}

/** Whether that is all there is. */
function isComplete({ filter, paths }: TestArguments): boolean {
  return filter === undefined && paths.length === 0;
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
