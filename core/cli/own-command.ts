import { delimiter, dirname } from "node:path";
import { shellWord } from "../wording.ts";
import { executable } from "./executable.ts";

/** How this program is called, for commands that users copy. */
export function ownCommand(): string {
  const file = executable();
  if (file === undefined) return "deno task kozo";
  const isFound = file.endsWith("/kozo") &&
    (Deno.env.get("PATH") ?? "").split(delimiter).includes(dirname(file));
  return isFound ? "kozo" : shellWord(file);
}
