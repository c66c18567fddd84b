import { denoParts } from "../lab/deno-parts.ts";
import { findImage, type Image } from "../lab/image.ts";
import type { TestArguments } from "./arguments.ts";
import { COVERAGE_DATA, transpile } from "./coverage.ts";
import {
  type MachineRun,
  say,
  startMachine,
  testCommand,
  watchMachine,
} from "./machine-run.ts";
import { divide, HARDWARE_TESTS, TWO_MACHINES } from "./places.ts";
import { addRuns, type TestRun } from "./run-tests.ts";
import { runInTwoMachines } from "./two-machines.ts";

/** What most tests find in their machine. */
const PARTS = { bluetooth: 3, gpio: 8 };

/**
 * What the machines for these tests start from.
 *
 * @param stop ends the building
 * @throws {KozoError} when there can be no such machine here, with the reason
 */
export function findHardwareImage(stop: AbortSignal): Promise<Image> {
  return findImage("amd64", say, stop);
}

/**
 * Runs the tests of the hardware: most in one virtual machine, and then those
 * that need two.
 *
 * @param stop ends it
 * @param screen where it shows what the tests say
 * @throws {KozoError} when a machine does not get to their end
 */
export async function runHardwareTests(
  image: Image,
  args: TestArguments,
  stop: AbortSignal,
  screen: WritableStream<Uint8Array> = Deno.stdout.writable,
): Promise<TestRun> {
  const { coverage, paths } = args;
  if (coverage) await Deno.mkdir(COVERAGE_DATA, { recursive: true });
  const run = { image, args, parts: await denoParts(), stop, screen };
  const wanted = paths.length > 0 ? paths : [HARDWARE_TESTS];
  const { within, elsewhere } = divide(wanted, TWO_MACHINES);
  const runs: TestRun[] = [];
  if (elsewhere.length > 0) runs.push(await runInOneMachine(run, elsewhere));
  if (within.length > 0) runs.push(await runInTwoMachines(run, within));
  if (coverage) await transpile(wanted, stop);
  return addRuns(runs);
}

async function runInOneMachine(
  run: MachineRun,
  paths: readonly string[],
): Promise<TestRun> {
  const command = testCommand(run.args, `--ignore=${TWO_MACHINES}`, ...paths);
  await using machine = await startMachine(run, command, PARTS);
  return await watchMachine(machine, run.screen);
}
