import type { Command } from "commander";
import { withAdvice } from "../wording.ts";

/** A message about the command line, and where its help is. */
export function withHint(message: string, verbs: readonly string[] = []) {
  const help = verbs.length === 0
    ? "kozo --help"
    : `kozo help ${verbs.join(" ")}`;
  return withAdvice(message, `see "${help}"`);
}

/** The verb that some arguments begin with, and those above it. */
export function verbsIn(args: readonly string[], program: Command): string[] {
  const path: string[] = [];
  let command = program;
  for (const word of args) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    path.push(word);
    command = next;
  }
  return path;
}
