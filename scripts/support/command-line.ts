import { type Command, CommanderError } from "commander";
import { UsageError } from "../../core/errors.ts";

/**
 * Reads a script's arguments.
 *
 * @returns false when help was asked for, which is then printed
 * @throws {UsageError} on one line, with what is known
 */
export function readCommandLine(
  command: Command,
  args: readonly string[],
): boolean {
  command.exitOverride().configureOutput({ writeErr: () => {} });
  try {
    command.parse([...args], { from: "user" });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return false;
    throw new UsageError(
      `Cannot read the command line: ${complaint(error)}; expected ` +
        usage(command),
    );
  }
}

/** Commander's message as a part of ours: no label, one line. */
function complaint(error: CommanderError): string {
  return error.message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "")
    .replaceAll("'", '"');
}

/** All that the command takes, such as `[network] [--seconds <n>]`. */
function usage(command: Command): string {
  const operands = command.registeredArguments.map((operand) => {
    const name = operand.name() + (operand.variadic ? "..." : "");
    return operand.required ? `<${name}>` : `[${name}]`;
  });
  return [...operands, ...command.options.map(({ flags }) => `[${flags}]`)]
    .join(" ");
}
