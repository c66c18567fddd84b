import { delimiter, dirname } from "node:path";
import { shellWord } from "../wording.ts";
import { executable } from "./executable.ts";

/** How this program is called, for commands that users copy. */
export interface Commands {
  /** On this machine. */
  readonly here: string;
  /** On others: where it lies there is not known. */
  readonly elsewhere: string;
  /** What they need in order to run it, unless it runs from source. */
  readonly file: string | undefined;
}

/**
 * @param file the executable, or nothing where it runs from source
 * @param path the folders where a shell looks for commands
 */
export function commandsOf(
  file = executable(),
  path = Deno.env.get("PATH") ?? "",
): Commands {
  if (file === undefined) {
    return { here: "deno task kozo", elsewhere: "deno task kozo", file };
  }
  const isFound = file.endsWith("/kozo") &&
    path.split(delimiter).includes(dirname(file));
  return { here: isFound ? "kozo" : shellWord(file), elsewhere: "kozo", file };
}

/** How this program is called on this machine. */
export function ownCommand(): string {
  return commandsOf().here;
}
