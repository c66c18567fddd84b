import { ROOT } from "../support/root.ts";
import type { TestArguments } from "./arguments.ts";
import { COVERAGE_DATA } from "./coverage.ts";
import { addCounts, type Counts, NO_COUNTS } from "./summary.ts";
import { HARDWARE_TESTS } from "./places.ts";
import { watchTests } from "./watch-tests.ts";

/** Where tests and the examples in the documentation are, of what there is. */
const PLACES = ["tests", "core", "roles", "transports", "docs", "README.md"];

/** How a run of `deno test` went. */
export interface TestRun {
  /** Whether `deno test` itself is content. */
  readonly success: boolean;
  readonly counts: Counts;
}

/** A run of nothing, which went well. */
export const NOTHING: TestRun = { success: true, counts: NO_COUNTS };

/** Several runs as one. */
export function addRuns(runs: readonly TestRun[]): TestRun {
  return {
    success: runs.every(({ success }) => success),
    counts: runs.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS),
  };
}

/** What nodes are started with, so that those of the user see nothing of them. */
const SOCKETS = "KOZO_RUNTIME_DIR";

/** What else there is to say of a run. */
export interface RunOptions {
  /** Files and folders that are not for it. */
  readonly ignore?: readonly string[];
  /** Where it is shown what the tests say; by default on standard output. */
  readonly screen?: WritableStream<Uint8Array>;
}

/**
 * Runs `deno test` and shows what it says as it says it. Sanitizers and the
 * frozen lock are set in `deno.json`. Test files run one after the other: many
 * of them start processes, which on two cores would only disturb each other.
 * The nodes that they start have their sockets in a folder of the run.
 *
 * @param stop ends it
 */
export async function runTests(
  { coverage, filter, paths }: TestArguments,
  stop: AbortSignal,
  { ignore = [], screen }: RunOptions = {},
): Promise<TestRun> {
  const sockets = await Deno.makeTempDir({ prefix: "kozo-test-" });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["test", "--quiet", "-A", "--doc"],
      // They are for the virtual machines.
      `--ignore=${[HARDWARE_TESTS, ...ignore].join(",")}`,
      ...coverage
        ? [`--coverage=${COVERAGE_DATA}`, "--coverage-raw-data-only"]
        : [],
      ...filter === undefined ? [] : [`--filter=${filter}`],
      ...paths.length > 0 ? paths : await placesThatExist(),
    ],
    cwd: ROOT,
    env: { [SOCKETS]: sockets },
    signal: stop,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  try {
    const [{ success }, counts] = await Promise.all([
      child.status,
      watchTests(child.stdout, screen),
    ]);
    return { success, counts };
  } finally {
    await Deno.remove(sockets, { recursive: true });
  }
}

async function placesThatExist(): Promise<string[]> {
  const names = await Array.fromAsync(
    Deno.readDir(ROOT),
    (entry) => entry.name,
  );
  return PLACES.filter((place) => names.includes(place));
}
