import process from "node:process";
import { denoParts, withDeno } from "../lab/deno-parts.ts";
import { findImage, type Image } from "../lab/image.ts";
import { BARE_MACHINE, type MachineOptions } from "../lab/machine-options.ts";
import { VirtualMachine } from "../lab/virtual-machine.ts";
import { ROOT } from "../support/root.ts";
import type { TestArguments } from "./arguments.ts";
import { COVERAGE_DATA, transpile } from "./coverage.ts";
import type { TestRun } from "./run-tests.ts";
import { watchTests } from "./watch-tests.ts";

/** Where the tests are that need radios and pins. */
export const HARDWARE_TESTS: string = `${ROOT}/tests/hardware`;

/** What the tests find in the machine. */
const MACHINE = { bluetooth: 3, gpio: 8, timeLimit: 600 };

/** How a kernel says that it has a fault. */
const KERNEL_FAULT = /^.*(?:\bBUG\b|\bOops\b|Call Trace:|Kernel panic).*$/m;

/**
 * What the machine for these tests starts from.
 *
 * @param stop ends the building
 * @throws {KozoError} when there can be no such machine here, with the reason
 */
export function findHardwareImage(stop: AbortSignal): Promise<Image> {
  return findImage("amd64", say, stop);
}

function say(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}

/**
 * Runs the tests of the hardware, all in one virtual machine, which sees this
 * checkout but cannot change it.
 *
 * @param stop ends it
 * @param screen where it shows what the tests say
 * @throws {KozoError} when the machine does not get to their end
 */
export async function runHardwareTests(
  image: Image,
  args: TestArguments,
  stop: AbortSignal,
  screen: WritableStream<Uint8Array> = Deno.stdout.writable,
): Promise<TestRun> {
  if (args.coverage) await Deno.mkdir(COVERAGE_DATA, { recursive: true });
  const options = withDeno(machineFor(args), await denoParts());
  await using machine = await VirtualMachine.start(image, options, stop);
  const [counts, { status, kernelLog }] = await Promise.all([
    watchTests(machine.stdout, screen),
    machine.end(),
    machine.stderr.pipeTo(Deno.stderr.writable, { preventClose: true }),
  ]);
  if (args.coverage) await transpile(testsOf(args), stop);
  const [fault] = KERNEL_FAULT.exec(kernelLog) ?? [];
  if (fault !== undefined) say(`the kernel had a fault: ${fault.trim()}`);
  return { success: status === 0 && fault === undefined, counts };
}

function testsOf({ paths }: TestArguments): readonly string[] {
  return paths.length > 0 ? paths : [HARDWARE_TESTS];
}

function machineFor(args: TestArguments): MachineOptions {
  const { coverage, filter } = args;
  return {
    ...BARE_MACHINE,
    ...MACHINE,
    // Types are checked outside, which is ten times as fast.
    command: [
      ...["deno", "test", "--quiet", "-A", "--no-check", "--cached-only"],
      ...coverage
        ? [`--coverage=${COVERAGE_DATA}`, "--coverage-raw-data-only"]
        : [],
      ...filter === undefined ? [] : [`--filter=${filter}`],
      ...testsOf(args),
    ],
    folder: ROOT,
    mounts: [
      { folder: ROOT, isShared: false },
      ...coverage ? [{ folder: COVERAGE_DATA, isShared: true }] : [],
    ],
  };
}
