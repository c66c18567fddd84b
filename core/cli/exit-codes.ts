import { ControlError, NegativeAnswer } from "../control/errors.ts";
import {
  ConfigError,
  ConfigFileError,
  KozoError,
  ModuleError,
  StartError,
  UnknownNodeError,
} from "../errors.ts";

/** What the program's exit code says; 1 to 4 are those of 2014. */
export const ExitCode = {
  Success: 0,
  Usage: 1,
  NoConfigFile: 2,
  InvalidConfig: 3,
  UnknownNode: 4,
  CannotStart: 5,
  /** A module of the user is not what it should be. */
  BadModule: 6,
  /** No running node could be asked. */
  NotRunning: 7,
  /** A node was asked, or looked for, and the answer is no. */
  Negative: 8,
  /** A fault of the program itself. */
  Internal: 70,
} as const;

/** The exit code of a program that an error has ended. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigFileError) return ExitCode.NoConfigFile;
  if (error instanceof ConfigError) return ExitCode.InvalidConfig;
  if (error instanceof UnknownNodeError) return ExitCode.UnknownNode;
  if (error instanceof StartError) return ExitCode.CannotStart;
  if (error instanceof ModuleError) return ExitCode.BadModule;
  if (error instanceof ControlError) return ExitCode.NotRunning;
  if (error instanceof NegativeAnswer) return ExitCode.Negative;
  if (error instanceof KozoError) return ExitCode.Usage;
  return ExitCode.Internal;
}

/** What the user is told: no stack trace but for a fault of the program. */
export function describeError(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof KozoError) return `kozo: ${error.message}`;
  const detail = error instanceof Error ? error.stack : String(error);
  return `kozo: this is a fault of Kōzō, please report it: ${detail}`;
}
