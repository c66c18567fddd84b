import { KozoError } from "../../core/errors.ts";
import { dirname, join, relative } from "node:path";
import { filesIn } from "./files-in.ts";

/** Where files lie that have the core as "kozo" only. */
const MODULES = ["roles", "transports"];

/** What a source imports from a place that it names by the way to it. */
const RELATIVE = /\b(?:from|import)\s*\(?\s*["'`](\.[^"'`]*)["'`]/g;

/** What looks for a file by the way to it, however it is spelled. */
const LEFT_OVER = /\bimport\.meta\.resolve\(\s*["'`]\.[^)]*\)/;

/**
 * Refuses roles and transports that import the core by its files: each would
 * be bundled with a copy of its own, and share nothing with the program.
 *
 * @throws {KozoError} when one does
 */
export async function checkModules(sources: string): Promise<void> {
  for (const part of MODULES) {
    for await (const file of filesIn(`${sources}/${part}`, ".ts")) {
      const text = await Deno.readTextFile(file);
      for (const [, name = ""] of text.matchAll(RELATIVE)) {
        const place = relative(sources, join(dirname(file), name));
        if (!place.startsWith("core/")) continue;
        throw new KozoError(
          `Cannot bundle "${relative(sources, file)}": it imports "${name}", ` +
            "and would have a copy of the core to itself; import what it " +
            'needs from "kozo"',
        );
      }
    }
  }
}

/**
 * Refuses a bundle that still looks for a file by the way to it from a source:
 * it lies elsewhere now.
 *
 * @throws {KozoError} when there is such a file
 */
export async function checkBundle(folder: string): Promise<void> {
  for await (const file of filesIn(folder, ".js")) {
    const [found] = LEFT_OVER.exec(await Deno.readTextFile(file)) ?? [];
    if (found === undefined) continue;
    throw new KozoError(
      `Cannot bundle the program: "${relative(folder, file)}" still has ` +
        `"${found}", which would find nothing; in the source write ` +
        '"import.meta.resolve("./FILE.ts")", with nothing but these quotes ' +
        "in the parentheses",
    );
  }
}
