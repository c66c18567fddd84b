import { fileURLToPath } from "node:url";
import { StartError } from "../errors.ts";
import { isOfProgram } from "../modules/program-files.ts";

/** Characters of a stack that are looked at: a sandbox may say anything. */
const LOOKED_AT = 8192;

/** A line of a stack that names a file: its URL, without an edition's number. */
const FRAME = /^ +at .*?(file:\/\/[^\s()?]+)(?:\?[^:]*)?:(\d+):(\d+)\)?$/gm;

/**
 * Where in the user's own module a role failed: there is where to look. What is
 * of the program tells its user nothing, and a `StartError` has said it all.
 *
 * @param failure what the role threw
 * @returns file, line and column; nothing where its own module has no part in it
 */
export function failurePlace(failure: unknown): string | undefined {
  if (!(failure instanceof Error) || failure instanceof StartError) {
    return undefined;
  }
  for (
    const frame of String(failure.stack ?? "").slice(0, LOOKED_AT)
      .matchAll(FRAME)
  ) {
    const [, url = "", line, column] = frame;
    const file = pathOf(url);
    if (
      file === undefined || isOfProgram(file, []) ||
      file.includes("/node_modules/")
    ) continue;
    return `${file}:${line}:${column}`;
  }
  return undefined;
}

/** What a sandbox says may be no URL of a file here. */
function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
