import { ExitCode } from "./exit-codes.ts";

/** What exit codes mean, for a verb's help. */
const MEANINGS: Readonly<Record<number, string>> = {
  [ExitCode.Success]: "it is so, or was done",
  [ExitCode.Usage]: "wrong usage",
  [ExitCode.NoConfigFile]: "no such configuration file",
  [ExitCode.InvalidConfig]: "invalid configuration",
  [ExitCode.UnknownNode]: "no such node",
  [ExitCode.CannotStart]: "a key, or what else a start needs, cannot be used",
  [ExitCode.BadModule]: "a module is not as it should be",
  [ExitCode.NotRunning]: "no running node could be asked",
  [ExitCode.Negative]: "the answer is no",
};

/** What a terminal has at least. */
const COLUMNS = 80;

/**
 * The end of a verb's help.
 *
 * @param commands commands with what they do
 * @param codes the exit codes that it can have
 */
export function examples(
  commands: readonly (readonly [command: string, meaning: string])[],
  codes: readonly number[],
): string {
  return [
    "",
    "Examples:",
    ...exampleLines(commands),
    "",
    "Exit codes:",
    ...codes.map((code) => `  ${code} ${MEANINGS[code] ?? ""}`),
  ].join("\n");
}

/** Commands and what they do side by side, or one below the other. */
function exampleLines(
  commands: readonly (readonly [command: string, meaning: string])[],
): string[] {
  const width = Math.max(...commands.map(([command]) => command.length)) + 2;
  const lines = commands.map(([command, meaning]) =>
    `  ${command.padEnd(width)}${meaning}`
  );
  return lines.every((line) => line.length <= COLUMNS)
    ? lines
    : commands.flatMap(([command, meaning]) => [
      `  ${command}`,
      `      ${meaning}`,
    ]);
}
