import { cp } from "node:fs/promises";
import type { Form } from "../../core/build.ts";
import { ROOT } from "../support/root.ts";
import { bundlePackage } from "./vendor.ts";

/** What the program consists of, from the project's folder. */
export const PARTS: readonly string[] = [
  "core",
  "roles",
  "transports",
  "main.ts",
];

const IMPORTED = /\b(?:from|import)\s*\(?\s*"([^".][^"]*)"/g;

const TYPES = /^\/\/ @ts-types=.*\n/gm;

/** The part of `deno.json` that a program needs when it runs. */
interface Manifest {
  readonly imports: Readonly<Record<string, string>>;
  readonly unstable?: readonly string[];
}

/**
 * Lays out what both forms of the executable are made from: the sources as
 * they are, so that modules find each other as they do here, and the packages
 * that they import, bundled.
 *
 * @param folder an empty folder
 * @param commit what the build says that it is made from
 */
export async function stage(
  folder: string,
  form: Form,
  commit: string | null,
): Promise<void> {
  for (const part of PARTS) {
    await cp(`${ROOT}/${part}`, `${folder}/${part}`, { recursive: true });
  }
  await Deno.writeTextFile(`${folder}/core/build.ts`, describe(form, commit));
  const source: Manifest = JSON.parse(
    await Deno.readTextFile(`${ROOT}/deno.json`),
  );
  const imports: Record<string, string> = {};
  await dropTypes(folder);
  const imported = await importedBy(folder);
  for (const [name, target] of Object.entries(source.imports)) {
    if (!target.startsWith("npm:")) imports[name] = target;
    else if (imported.has(name)) {
      imports[name] = `./vendor/${name}.js`;
      await bundlePackage(name, `${folder}/vendor/${name}.js`);
    }
  }
  const manifest: Manifest = {
    imports,
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

/** Only a type checker needs them, yet they would have to be there. */
async function dropTypes(folder: string): Promise<void> {
  for await (const file of sourcesIn(folder)) {
    const text = await Deno.readTextFile(file);
    if (!text.includes("@ts-types")) continue;
    await Deno.writeTextFile(file, text.replace(TYPES, ""));
  }
}

/** What the sources in a folder import by a bare name. */
async function importedBy(folder: string): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const file of sourcesIn(folder)) {
    const text = await Deno.readTextFile(file);
    for (const [, name = ""] of text.matchAll(IMPORTED)) names.add(name);
  }
  return names;
}

async function* sourcesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourcesIn(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}
