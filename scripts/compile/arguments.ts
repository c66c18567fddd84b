import { Command, Option } from "commander";
import { readCommandLine } from "../support/command-line.ts";
import { isHost, type Target, TARGETS } from "./targets.ts";

/** What `deno task compile` is asked for. */
export interface CompileArguments {
  /** What to build for. */
  readonly targets: readonly Target[];
  /** Whether to run what was built. */
  readonly tryOut: boolean;
  /** Whether to measure it, too. */
  readonly measure: boolean;
}

/**
 * Reads the command line; without a target it is this machine's.
 *
 * @returns nothing when help was asked for
 * @throws {UsageError} when it asks for what there is not
 */
export function parseCompileArguments(
  args: readonly string[],
): CompileArguments | undefined {
  const names = TARGETS.map(({ name }) => name);
  const command = new Command("deno task compile")
    .description("Build the executable, and run what was built")
    .addOption(
      new Option("--target <target>", "what machine it is for").choices(names),
    )
    .option("--all", "build for all targets")
    .option("--no-try", "do not run what was built")
    .option("--measure", "print how fast it starts, and what memory it takes");
  if (!readCommandLine(command, args)) return undefined;

  const { target, all, try: tryOut, measure = false } = command.opts<
    { target?: string; all?: boolean; try: boolean; measure?: boolean }
  >();
  const targets = TARGETS.filter((candidate) =>
    all ||
    (target === undefined ? isHost(candidate) : candidate.name === target)
  );
  return { targets, tryOut, measure };
}
