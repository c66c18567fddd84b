import process from "node:process";
import { type DenoParts, withDeno } from "../lab/deno-parts.ts";
import type { Image } from "../lab/image.ts";
import { BARE_MACHINE, type MachineOptions } from "../lab/machine-options.ts";
import { TIMED_OUT, VirtualMachine } from "../lab/virtual-machine.ts";
import { ROOT } from "../support/root.ts";
import type { TestArguments } from "./arguments.ts";
import { COVERAGE_DATA } from "./coverage.ts";
import type { TestRun } from "./run-tests.ts";
import { watchTests } from "./watch-tests.ts";

/** Seconds that a machine may take for its tests. */
const TIME_LIMIT = 900;

/** How a kernel says that it has a fault. */
const KERNEL_FAULT = /^.*(?:\bBUG\b|\bOops\b|Call Trace:|Kernel panic).*$/m;

/** What all machines of a run have in common. */
export interface MachineRun {
  readonly image: Image;
  readonly args: TestArguments;
  readonly parts: DenoParts;
  /** Switches them off. */
  readonly stop: AbortSignal;
  /** Where it is shown what the tests say. */
  readonly screen: WritableStream<Uint8Array>;
}

/**
 * Starts a machine that runs a program of the checkout, which it sees but
 * cannot change.
 *
 * @param command what follows `deno`
 * @param options what else the machine has
 */
export function startMachine(
  { image, args, parts, stop }: MachineRun,
  [verb, ...rest]: readonly [verb: "run" | "test", ...string[]],
  options: Partial<MachineOptions>,
): Promise<VirtualMachine> {
  // Types are checked outside, which is ten times as fast.
  const flags = ["--quiet", "-A", "--no-check", "--cached-only"];
  const machine = {
    ...BARE_MACHINE,
    timeLimit: TIME_LIMIT,
    ...options,
    command: ["deno", verb, ...flags, ...rest],
    folder: ROOT,
    mounts: [
      { folder: ROOT, isShared: false },
      ...args.coverage ? [{ folder: COVERAGE_DATA, isShared: true }] : [],
    ],
  };
  return VirtualMachine.start(image, withDeno(machine, parts), stop);
}

/** The command that runs tests, as {@link startMachine} takes it. */
export function testCommand(
  { coverage, filter }: TestArguments,
  ...paths: string[]
): ["test", ...string[]] {
  return [
    "test",
    ...coverage
      ? [`--coverage=${COVERAGE_DATA}`, "--coverage-raw-data-only"]
      : [],
    ...filter === undefined ? [] : [`--filter=${filter}`],
    ...paths,
  ];
}

/**
 * Shows what the tests in a machine say.
 *
 * @throws {KozoError} when it does not get to their end
 */
export async function watchMachine(
  machine: VirtualMachine,
  screen: WritableStream<Uint8Array>,
): Promise<TestRun> {
  const [counts, { status, kernelLog }] = await Promise.all([
    watchTests(machine.stdout, screen),
    machine.end(),
    machine.stderr.pipeTo(Deno.stderr.writable, { preventClose: true }),
  ]);
  if (status === TIMED_OUT) say(`the ${TIME_LIMIT} s of the machine are over`);
  const [fault] = KERNEL_FAULT.exec(kernelLog) ?? [];
  if (fault !== undefined) say(`the kernel had a fault: ${fault.trim()}`);
  return { success: status === 0 && fault === undefined, counts };
}

/** Says something of the lab, not of the tests. */
export function say(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}
