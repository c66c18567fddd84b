import { dirname, join, relative } from "node:path";
import { execute } from "./execute.ts";

/** What the import map calls the folder in which the program lies. */
export const HERE = "#kozo/";

/** Where the program begins, and what modules import as "kozo". */
const ENTRIES = ["main.ts", "core/mod.ts"];

/** How sources find a file that is not imported by its name. */
const NEIGHBOUR = /\bimport\.meta\.resolve\("(\.[^"]*)\.ts"\)/g;

/**
 * Bundles the program, so that a node that starts loads some 50 files instead
 * of 240. Each is read once, whoever imports it: modules share the program.
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
  const entries = [...ENTRIES, ...await nameNeighbours(sources)];
  await execute("bundle the program", [
    Deno.execPath(),
    ...[
      "bundle",
      "--quiet",
      "--no-lock",
      "--minify",
      "--keep-names",
      "--code-splitting",
    ],
    ...outside.flatMap((name) => ["--external", name]),
    ...["--outdir", folder, ...entries],
  ], { cwd: sources });
}

/**
 * Makes sources name files by the program's folder: in a bundle nobody knows
 * which file they themselves end up in.
 *
 * @returns those files
 */
async function nameNeighbours(sources: string): Promise<string[]> {
  const neighbours: string[] = [];
  for await (const file of sourcesIn(sources)) {
    const text = await Deno.readTextFile(file);
    const changed = text.replace(NEIGHBOUR, (_, name) => {
      const path = relative(sources, join(dirname(file), name));
      neighbours.push(`${path}.ts`);
      return `import.meta.resolve("${HERE}${path}.js")`;
    });
    if (changed !== text) await Deno.writeTextFile(file, changed);
  }
  return neighbours.sort();
}

/** All sources in a folder. */
export async function* sourcesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourcesIn(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}
