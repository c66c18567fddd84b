import { Air } from "../lab/air.ts";
import { Cable } from "../lab/cable.ts";
import { wholeLines } from "../support/lines.ts";
import { ROOT } from "../support/root.ts";
import {
  type MachineRun,
  say,
  startMachine,
  testCommand,
  watchMachine,
} from "./machine-run.ts";
import type { TestRun } from "./run-tests.ts";

/** The program that is the other side of a transport, and the transport. */
const FAR_SIDE = `${ROOT}/tests/contract/far/program.ts`;
const TRANSPORT = `${ROOT}/transports/bluetooth.ts`;

/** Where it listens on the far machine. */
const [HOST, PORT] = ["10.0.0.2", "6020"];

/**
 * Runs tests on a machine that hears another one by Bluetooth, on which the
 * other side of the transport is. What the tests have to tell that one goes
 * over a cable.
 */
export async function runInTwoMachines(
  run: MachineRun,
  paths: readonly string[],
): Promise<TestRun> {
  await using air = await Air.open(run.image);
  await using cable = await Cable.make();
  const partsOf = (number: 1 | 2) => ({
    air: air.socket,
    cable: cable.end(number),
  });
  await using far = await startMachine(
    run,
    ["run", FAR_SIDE, TRANSPORT, HOST, PORT],
    { ...partsOf(2), hostname: "far" },
  );
  const said: string[] = [];
  void gather(far.stdout, said);
  void gather(far.stderr, said);
  await using near = await startMachine(
    run,
    testCommand(run.args, ...paths),
    {
      ...partsOf(1),
      hostname: "near",
      environment: { KOZO_LAB_FAR: `${HOST}:${PORT}` },
    },
  );
  const result = await watchMachine(near, run.screen);
  if (!result.success) say(`the far machine said:\n${said.join("\n")}`);
  return result;
}

/** Keeps what a machine prints, until it is switched off. */
async function gather(
  output: ReadableStream<Uint8Array>,
  lines: string[],
): Promise<void> {
  try {
    for await (const line of wholeLines(output)) lines.push(line);
  } catch {
    // That is how a machine ends that is switched off.
  }
}
