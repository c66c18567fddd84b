import { join } from "node:path";
import { KozoError } from "../../core/errors.ts";
import { ROOT } from "../support/root.ts";

/** Where the declarations of the program's own API are kept. */
export const DECLARATIONS: string = join(ROOT, "core/types/kozo.d.ts");

/** What a declaration may begin with, once `export` is gone. */
const EXPORT = /(^|\*\/ )export (?=(?:declare|interface|type) )/gm;

/** An import of types, which is all that declarations import. */
const IMPORT = /^import (?:type )?\{([^}]*)\} from ("[^"]*");\n/gm;

const HEAD = `// deno-lint-ignore-file -- it is generated
// Made by "deno task types" of core/mod.ts. A change of it would be lost.
`;

/**
 * What `core/mod.ts` exports, as one file of declarations that needs no other.
 *
 * @throws {KozoError} when the runtime cannot make it
 */
export async function makeDeclarations(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-types-" });
  try {
    await deno(
      ...["bundle", "--quiet", "--declaration", "--external", "*.node"],
      ...["--outdir", folder, join(ROOT, "core/mod.ts")],
    );
    const whole = await Deno.readTextFile(join(folder, "mod.d.ts"));
    const file = join(folder, "kozo.d.ts");
    await Deno.writeTextFile(file, HEAD + onlyPublic(whole, await names()));
    await deno("fmt", "--quiet", file);
    return await Deno.readTextFile(file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The bundle exports whatever the API's files export to each other, too. */
function onlyPublic(whole: string, names: readonly string[]): string {
  const body = whole.replace(EXPORT, "$1").replace(IMPORT, "");
  const exported = `export { ${names.join(", ")} };`;
  return `${importsOf(whole)}\n${body}\n${exported}\n`;
}

/** What several files import each on its own, the bundle imports as often. */
function importsOf(whole: string): string {
  const imports = [...whole.matchAll(IMPORT)].map(([, names = "", from]) =>
    `import type { ${names.replaceAll("type ", "").trim()} } from ${from};`
  );
  return [...new Set(imports)].sort().join("\n");
}

/** The names that `core/mod.ts` exports. */
async function names(): Promise<string[]> {
  const source = await Deno.readTextFile(join(ROOT, "core/mod.ts"));
  const lists = source.matchAll(/^export (?:type )?\{([^}]*)\}/gm);
  return [...lists].flatMap(([, list = ""]) => list.split(","))
    .map((name) => name.trim().replace(/^type /, ""))
    .filter((name) => name !== "").sort();
}

async function deno(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return;
  const text = new TextDecoder().decode(stderr);
  throw new KozoError(`Cannot make the declarations: ${text.trim()}`);
}
