import type { Command } from "commander";
import { existsSync } from "node:fs";
import { UsageError } from "../errors.ts";
import { doubt, either, quote } from "../wording.ts";
import { withHint } from "./hint.ts";

/** What commander adds to the verbs. */
const HELP_VERB = "help";

/**
 * Refuses a mistyped verb, which would be taken for the configuration of the
 * verb that may be left out.
 *
 * @throws {UsageError} with the verb that was meant
 */
export function assertVerb(args: readonly string[], program: Command): void {
  const [first = ""] = args;
  const verbs = verbsOf(program);
  // An option may be called as a verb is: --version.
  const isMeant = first.startsWith("-") || verbs.includes(first) ||
    existsSync(first);
  if (isMeant || doubt(first, verbs) === "") return;
  throw new UsageError(withHint(unknownVerb(first, verbs)));
}

/**
 * `kozo help node add` as `kozo node add --help`, and all else as it is.
 *
 * @throws {UsageError} when help is asked for with a verb that there is not
 */
export function askingForHelp(
  args: readonly string[],
  program: Command,
): readonly string[] {
  const [first, ...path] = args;
  if (first !== HELP_VERB || path.length === 0) return args;
  let command = program;
  for (const verb of path) {
    const next = command.commands.find((one) => one.name() === verb);
    if (next !== undefined) command = next;
    else if (command.commands.length === 0 || verb.startsWith("-")) break;
    else {
      throw new UsageError(withHint(unknownVerb(verb, verbsOf(command))));
    }
  }
  return [...path, "--help"];
}

/** Says that there is no such verb, and which was meant. */
export function unknownVerb(verb: string, verbs: readonly string[]): string {
  const advice = doubt(verb, verbs) || `, expected ${either(verbs)}`;
  return `unknown command ${quote(verb)}${advice}`;
}

/** The verbs that users know. */
export function verbsOf(command: Command): string[] {
  return command.createHelp().visibleCommands(command)
    .map((verb) => verb.name());
}
