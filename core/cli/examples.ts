import { ExitCode } from "./exit-codes.ts";

/** What exit codes mean, for a verb's help. */
const MEANINGS: Readonly<Record<number, string>> = {
  [ExitCode.Success]: "it is so, or was done",
  [ExitCode.Usage]: "wrong usage",
  [ExitCode.NoConfigFile]: "no such configuration file",
  [ExitCode.InvalidConfig]: "invalid configuration",
  [ExitCode.UnknownNode]: "no such node",
  [ExitCode.CannotStart]: "the private key cannot be used",
  [ExitCode.NotRunning]: "no running node could be asked",
  [ExitCode.Negative]: "the answer is no",
};

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
  const width = Math.max(...commands.map(([command]) => command.length)) + 2;
  return [
    "",
    "Examples:",
    ...commands.map(([command, what]) => `  ${command.padEnd(width)}${what}`),
    "",
    "Exit codes:",
    ...codes.map((code) => `  ${code} ${MEANINGS[code] ?? ""}`),
  ].join("\n");
}
