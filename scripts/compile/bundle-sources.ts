import { dirname, join, relative } from "node:path";
import { checkBundle, checkModules } from "./check-bundle.ts";
import { execute } from "./execute.ts";
import { filesIn } from "./files-in.ts";

/** What the import map calls the folder in which the program lies. */
export const HERE = "#kozo/";

/** Where the program begins, and what modules import as "kozo". */
const ENTRIES = ["main.ts", "core/mod.ts"];

/** How sources find a file that is not imported by its name. */
const NEIGHBOUR = /\bimport\.meta\.resolve\("(\.[^"]*)\.ts"\)/g;

/** How sources load a file when it is needed. */
const LOADED = /\bimport\("(\.[^"]*)\.ts"\)/g;

/**
 * Bundles the program, so that a node that starts loads few files. Each part of the core is read once, whoever imports it: modules share
 * the program. A role or transport is a file of its own, which needs nothing
 * but "kozo": so it loads in a sandbox, which sees no more than its folder.
 *
 * @param sources a copy, which is changed
 * @param folder where the files are put
 * @param outside names that stay imports
 * @throws {KozoError} when it cannot be bundled
 */
export async function bundleSources(
  sources: string,
  folder: string,
  outside: readonly string[],
): Promise<void> {
  await checkModules(sources);
  const neighbours = await nameNeighbours(sources);
  const isCore = (file: string) => file.startsWith("core/");
  const bundle = (entries: readonly string[], ...options: string[]) =>
    execute("bundle the program", [
      Deno.execPath(),
      ...["bundle", "--quiet", "--no-lock", "--minify", "--keep-names"],
      ...options,
      ...[`${HERE}*`, ...outside].flatMap((name) => ["--external", name]),
      ...["--outdir", folder, ...entries],
    ], { cwd: sources });
  const core = new Set([...ENTRIES, ...neighbours.filter(isCore)]);
  await bundle([...core], "--code-splitting");
  await bundle(neighbours.filter((file) => !isCore(file)));
  await checkBundle(folder);
}

/**
 * Makes sources name files by the program's folder: in a bundle nobody knows
 * which file they themselves end up in.
 *
 * @returns those files
 */
async function nameNeighbours(sources: string): Promise<string[]> {
  const neighbours = new Set<string>();
  for await (const file of filesIn(sources, ".ts")) {
    const place = (name: string) =>
      relative(sources, join(dirname(file), name));
    const text = await Deno.readTextFile(file);
    const found = new Set<string>();
    const changed = text.replace(NEIGHBOUR, (_, name) => {
      found.add(name);
      return `import.meta.resolve("${HERE}${place(name)}.js")`;
    }).replace(
      LOADED,
      (whole, name) =>
        found.has(name) ? `import("${HERE}${place(name)}.js")` : whole,
    );
    for (const name of found) neighbours.add(`${place(name)}.ts`);
    if (found.size > 0) await Deno.writeTextFile(file, changed);
  }
  return [...neighbours].sort();
}
