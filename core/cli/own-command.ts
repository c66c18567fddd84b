import { basename } from "node:path";
import { shellWord } from "../wording.ts";
import { executable } from "./executable.ts";

/** How this program is called, for commands that users copy. */
export function ownCommand(): string {
  const file = executable();
  if (file === undefined) return "deno task kozo";
  return basename(file) === "kozo" ? "kozo" : shellWord(file);
}
