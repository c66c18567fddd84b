import type { Command } from "commander";

/** What ends a message about the command line. */
export const HINT = "; see kozo --help";

/** The same of the verb that some arguments begin with, if there is one. */
export function hintFor(args: readonly string[], program: Command): string {
  const path: string[] = [];
  let command = program;
  for (const word of args) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    path.push(word);
    command = next;
  }
  return path.length === 0 ? HINT : `; see kozo help ${path.join(" ")}`;
}
