import { InvalidArgumentError } from "commander";

/** A number of seconds on the command line. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError(
    "Expected more than 0 and at most 86400 seconds",
  );
}
