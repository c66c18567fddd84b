import { dirname } from "node:path";
import { ROOT } from "../support/root.ts";
import { execute } from "./execute.ts";

/** Paths of packages in a bundle: they say where this machine caches them. */
const CACHED_PATH = /(?:\.\.\/|\/)[^\s"'`]*?\/npm\/[^/\s"'`]+\//g;

/** CommonJS has these, and packages rely on that; modules do not. */
const COMMON_JS = 'import { createRequire } from "node:module";\n' +
  "const __dirname = import.meta.dirname;\n" +
  "const require = createRequire(import.meta.url);\n";

/** What a module exports besides what one may import by name. */
const UNNAMED = ["__esModule", "module.exports"];

/**
 * Makes one module of an npm package and all that it needs, so that nothing is
 * fetched, and few files are read, on the device.
 *
 * @param file where it is put
 * @throws {KozoError} when it cannot be made
 */
export async function bundlePackage(
  name: string,
  file: string,
): Promise<void> {
  await Deno.mkdir(dirname(file), { recursive: true });
  const entry = `${file}.entry.js`;
  await Deno.writeTextFile(entry, await reexport(name));
  await execute(`bundle "${name}"`, [
    Deno.execPath(),
    ...[
      "bundle",
      "--quiet",
      "--minify",
      "--keep-names",
      "--external",
      "*.node",
    ],
    ...["--config", `${ROOT}/deno.json`, "--output", file, entry],
    // What it is called from there is written into the bundle.
  ], { cwd: dirname(file) });
  await Deno.remove(entry);
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(file, COMMON_JS + text.replace(CACHED_PATH, "npm/"));
}

/** All names, one by one: those of CommonJS are lost by `export *`. */
async function reexport(name: string): Promise<string> {
  const exported = Object.keys(await import(name));
  // What is compiled to CommonJS has a default that its source has not.
  const isCompiled = exported.includes("__esModule");
  const names = exported.filter((key) =>
    !UNNAMED.includes(key) && !(isCompiled && key === "default")
  );
  return `export { ${names.join(", ")} } from "${name}";\n`;
}
