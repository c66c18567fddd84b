import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FORM } from "../build.ts";
import { isBelow } from "./trust.ts";

/** Where the program is: a home may have it in it, and modules besides. */
const FOLDER = dirname(
  dirname(fileURLToPath(import.meta.resolve("../mod.ts"))),
);

/** The folders in it that have nothing else in them. */
const PARTS = FORM === "source"
  ? ["core", "roles", "transports"].map((part) => join(FOLDER, part))
  : [FOLDER];

/**
 * Whether a file is the program's rather than one of the modules in some
 * folders: whichever folder is nearest to it says so.
 *
 * @param file its path
 * @param folders where modules are
 */
export function isOfProgram(file: string, folders: readonly string[]): boolean {
  const part = PARTS.find((folder) => isBelow(file, folder));
  return part !== undefined &&
    !folders.some((folder) => isBelow(file, folder) && !isBelow(part, folder));
}
