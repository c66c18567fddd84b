import { cp } from "node:fs/promises";
import type { Form } from "../../core/build.ts";
import { ROOT } from "../support/root.ts";
import { bundleSources, HERE } from "./bundle-sources.ts";
import { filesIn } from "./files-in.ts";
import { bundlePackages } from "./vendor.ts";

/** What the program consists of, from the project's folder. */
const PARTS = ["core", "roles", "transports", "main.ts"];

/** Where packages are, once they were bundled. */
const VENDOR = "vendor";

const IMPORTED = /\b(?:from|import)\s*\(?\s*"([^".][^"]*)"/g;

/** The part of `deno.json` that a program needs when it runs. */
interface Manifest {
  readonly imports: Readonly<Record<string, string>>;
  readonly unstable?: readonly string[];
}

/**
 * Lays out what both forms of the executable are made from: the program, and
 * each package that it imports, bundled.
 *
 * @param folder where; it does not exist yet
 * @param commit what the build says that it is made from
 */
export async function stage(
  folder: string,
  form: Form,
  commit: string | null,
): Promise<void> {
  const sources = `${folder}.sources`;
  for (const part of PARTS) {
    await cp(`${ROOT}/${part}`, `${sources}/${part}`, { recursive: true });
  }
  await Deno.writeTextFile(`${sources}/core/build.ts`, describe(form, commit));
  const source: Manifest = JSON.parse(
    await Deno.readTextFile(`${ROOT}/deno.json`),
  );
  const names = Object.keys(source.imports);
  await bundleSources(sources, folder, names);
  const imports: Record<string, string> = {};
  for (const [name, target] of Object.entries(source.imports)) {
    if (!target.startsWith("npm:")) imports[name] = asBundled(target);
  }
  const packages = (await importedBy(folder)).filter((specifier) =>
    names.some((name) => `${specifier}/`.startsWith(`${name}/`)) &&
    !(specifier in imports)
  );
  const bundles = await bundlePackages(packages, `${folder}/${VENDOR}`);
  for (const [specifier, file] of bundles) {
    imports[specifier] = `./${VENDOR}/${file}`;
  }
  const manifest: Manifest = {
    imports: { [HERE]: "./", ...imports },
    ...source.unstable && { unstable: source.unstable },
  };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(manifest));
}

function describe(form: Form, commit: string | null): string {
  return [
    `export const FORM = ${JSON.stringify(form)};`,
    `export const COMMIT = ${JSON.stringify(commit)};`,
    "",
  ].join("\n");
}

/** Where a source is once it was bundled. */
function asBundled(source: string): string {
  return source.replace(/\.ts$/, ".js");
}

/** What the files in a folder import by a name that is no way to a file. */
async function importedBy(folder: string): Promise<string[]> {
  const names = new Set<string>();
  for await (const file of filesIn(folder, ".js")) {
    const text = await Deno.readTextFile(file);
    for (const [, name = ""] of text.matchAll(IMPORTED)) names.add(name);
  }
  return [...names].sort();
}
