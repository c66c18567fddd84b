import { Command } from "commander";
import { resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { readCommandLine } from "../support/command-line.ts";

/** What `deno task test` is asked for. */
export interface TestArguments {
  /** Whether to measure coverage, and to fail below the thresholds. */
  readonly coverage: boolean;
  /** Only tests whose name holds this text. */
  readonly filter: string | undefined;
  /** Only these files and folders, absolute; none: all. */
  readonly paths: readonly string[];
}

/**
 * Reads the command line: an argument that names a file or folder is a path,
 * any other is the filter.
 *
 * @param folder what relative paths start from
 * @returns nothing when help was asked for
 * @throws {UsageError} when that is not what it holds
 */
export function parseTestArguments(
  args: readonly string[],
  folder: string,
): TestArguments | undefined {
  const command = new Command("deno task test")
    .description("Run all tests, or those that match; the last line counts")
    .argument("[filter-or-path...]", "part of tests' names, files, folders")
    .option("--coverage", "measure coverage, and fail below the thresholds");
  if (!readCommandLine(command, args)) return undefined;

  const filters: string[] = [];
  const paths: string[] = [];
  for (const argument of command.args) {
    const path = resolve(folder, argument);
    if (exists(path)) paths.push(path);
    else filters.push(argument);
  }
  if (filters.length > 1) {
    throw new UsageError(
      `Cannot run the tests: "${
        filters.join('" and "')
      }" are neither files nor ` +
        "folders, and only one of them can be the filter",
    );
  }
  const { coverage = false } = command.opts<{ coverage?: boolean }>();
  return { coverage, filter: filters[0], paths };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
