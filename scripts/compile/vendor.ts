import { ROOT } from "../support/root.ts";
import { execute } from "./execute.ts";
import { filesIn } from "./files-in.ts";

/** Paths of packages in a bundle: they say where this machine caches them. */
const CACHED_PATH = /(?:\.\.\/|\/)[^\s"'`]*?\/npm\/[^/\s"'`]+\//g;

/** What a module of CommonJS counts on, and a module has not. */
const OF_COMMON_JS = /\brequire\b|\b__dirname\b/;

/**
 * Gives it that. Only what the runtime brings can be required: all else is in
 * the bundle. `node:module` would do, but takes 4 ms to load.
 */
const COMMON_JS = `const __dirname = import.meta.dirname;
const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (found !== undefined) return found;
  const error = new Error("Cannot find module '" + name + "'");
  throw Object.assign(error, { code: "MODULE_NOT_FOUND" });
};
`;

/** What a module exports besides what one may import by name. */
const UNNAMED = ["__esModule", "module.exports"];

/**
 * Bundles npm packages, so that nothing is fetched, and few files are read, on
 * the device.
 *
 * @param specifiers what is imported of them, such as `yaml` and `ssh2/lib/x.js`
 * @param folder where the bundles are put
 * @returns the name in the folder of what each specifier leads to
 * @throws {KozoError} when they cannot be bundled
 */
export async function bundlePackages(
  specifiers: readonly string[],
  folder: string,
): Promise<Map<string, string>> {
  const entries = `${folder}.entries`;
  await Deno.mkdir(entries, { recursive: true });
  const names = new Map(specifiers.map((one) => [one, fileName(one)]));
  for (const [specifier, name] of names) {
    await Deno.writeTextFile(`${entries}/${name}`, await reexport(specifier));
  }
  await execute("bundle npm packages", [
    Deno.execPath(),
    ...["bundle", "--quiet", "--minify", "--keep-names", "--code-splitting"],
    ...["--external", "*.node", "--config", `${ROOT}/deno.json`],
    ...["--outdir", folder, ...names.values()],
    // What they are called from there is written into the bundle.
  ], { cwd: entries });
  await Deno.remove(entries, { recursive: true });
  for await (const file of filesIn(folder, ".js")) await finish(file);
  return names;
}

/** All in one folder, whatever the way to it in its package. */
function fileName(specifier: string): string {
  const flat = specifier.replace(/\.js$/, "").replaceAll("/", "+");
  return `${flat}.js`;
}

async function finish(file: string): Promise<void> {
  const text = (await Deno.readTextFile(file)).replace(CACHED_PATH, "npm/");
  const isCommonJs = OF_COMMON_JS.test(text);
  await Deno.writeTextFile(file, isCommonJs ? COMMON_JS + text : text);
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
