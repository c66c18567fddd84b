import process from "node:process";
import { pathToFileURL } from "node:url";
import { ROOT } from "../support/root.ts";
import { removeTornData } from "./torn-data.ts";

const REPORTS = `${ROOT}/coverage`;

/** Where `deno test`, and every `deno` that a test starts, leaves its data. */
export const COVERAGE_DATA: string = `${REPORTS}/data`;

/** What is judged: the product, not its tests and scripts. */
const JUDGED = `^${RegExp.escape(pathToFileURL(ROOT).href)}` +
  String.raw`/(?:(?:core|roles|transports)/|main\.ts$)`;

/** Makes the folder for the data, without what an earlier run has left. */
export async function clearCoverage(): Promise<void> {
  await Deno.mkdir(REPORTS, { recursive: true });
  await Deno.remove(REPORTS, { recursive: true });
  await Deno.mkdir(COVERAGE_DATA, { recursive: true });
}

/**
 * Has Deno transpile what some tests load, for data on it that comes from
 * elsewhere: `deno coverage` reads it in this machine's cache, as `deno test`
 * leaves it there; `deno run` leaves something else.
 *
 * @param tests files and folders, of which no test runs on this machine
 */
export async function transpile(
  tests: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await new Deno.Command(Deno.execPath(), {
    // With types checked, it reads what is imported late, too.
    args: ["test", "--quiet", "-A", ...tests],
    cwd: ROOT,
    signal,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().status;
}

/**
 * Prints the coverage and leaves a report to browse in `coverage/data/html`.
 *
 * @returns whether it reaches the thresholds in `deno.json`
 */
export async function judgeCoverage(stop: AbortSignal): Promise<boolean> {
  const torn = removeTornData(COVERAGE_DATA);
  if (torn > 0) {
    process.stderr.write(
      `coverage: left out files that a process had not written to their end: ${torn}\n`,
    );
  }
  const report = denoCoverage(["--html"], stop, "null");
  await report.status;
  const table = denoCoverage([], stop, "inherit");
  return (await table.status).success;
}

function denoCoverage(
  options: readonly string[],
  signal: AbortSignal,
  output: "inherit" | "null",
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["coverage", ...options, `--include=${JUDGED}`, COVERAGE_DATA],
    cwd: ROOT,
    signal,
    stdin: "null",
    stdout: output,
    stderr: output,
  }).spawn();
}
