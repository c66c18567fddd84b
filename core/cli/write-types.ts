import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import { messageOf } from "../text.ts";
import DECLARATIONS from "../types/kozo.d.ts" with { type: "text" };
import { quotePath } from "../wording.ts";

/** Where the types are put. Not beside the modules: they are none. */
const TYPES = "./.kozo/kozo.d.ts";

/** What tells Deno, and with it editors, where they are. */
const SETTINGS = `${
  JSON.stringify({ imports: { kozo: TYPES } }, undefined, 2)
}\n`;

/** What was done for the editors of a folder's modules. */
export interface WrittenTypes {
  /** The settings that lead to the types. */
  readonly settings: string;
  /** Whether they are the user's own, and do not lead there yet. */
  readonly isMissing: boolean;
}

/** The line by which settings lead to the types. */
const MAPPING = `"imports": { "kozo": "${TYPES}" }`;

/**
 * Puts the types of `"kozo"` into a folder with modules, and settings that lead
 * to them unless it has some. The folder is made if it is not there.
 *
 * @throws {UsageError} when it cannot be written to
 */
export async function writeTypes(folder: string): Promise<WrittenTypes> {
  try {
    const file = join(folder, TYPES);
    await Deno.mkdir(dirname(file), { recursive: true, mode: 0o755 });
    await Deno.writeTextFile(file, DECLARATIONS);
    return await writeSettings(folder);
  } catch (cause) {
    throw new UsageError(
      `Cannot write the types into ${quotePath(folder)}: ${messageOf(cause)}`,
      { cause },
    );
  }
}

async function writeSettings(folder: string): Promise<WrittenTypes> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    const settings = join(folder, name);
    const text = await readIfThere(settings);
    if (text !== undefined) {
      return { settings, isMissing: !/"kozo"\s*:/.test(text) };
    }
  }
  const settings = join(folder, "deno.json");
  await Deno.writeTextFile(settings, SETTINGS, { createNew: true });
  return { settings, isMissing: false };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What to tell of it. */
export function describeTypes({ settings, isMissing }: WrittenTypes): string {
  return isMissing
    ? `Editors do not know "kozo" yet: add ${MAPPING} to ${settings}`
    : `Editors find the types of "kozo" by ${settings}; VS Code does with ` +
      'the extension "Deno", when the folder is opened';
}
