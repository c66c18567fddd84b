import { join } from "node:path";
import { NAME_PATTERN } from "../model/names.ts";

/** What a module's file may end with, the first choice first. */
const EXTENSIONS = [".ts", ".js"];

/** A file that has the name of a type, and the configured folder it is in. */
export interface ModuleFile {
  readonly path: string;
  readonly folder: string;
}

/**
 * The file of a type of role or transport: `TYPE.ts` or else `TYPE.js` in the
 * first folder that has one.
 */
export async function findModuleFile(
  type: string,
  folders: readonly string[],
): Promise<ModuleFile | undefined> {
  if (!NAME_PATTERN.test(type)) return undefined;
  for (const folder of folders) {
    for (const extension of EXTENSIONS) {
      const path = join(folder, type + extension);
      if (await isThere(path)) return { path, folder };
    }
  }
  return undefined;
}

/** The types that files in the folders are named after. */
export async function typesIn(folders: readonly string[]): Promise<string[]> {
  const names = await Promise.all(folders.map(fileNames));
  const types = names.flat().flatMap((name) =>
    EXTENSIONS.filter((extension) => name.endsWith(extension))
      .map((extension) => name.slice(0, -extension.length))
  );
  return [...new Set(types)].filter((type) => NAME_PATTERN.test(type)).sort();
}

/** The files of a folder; none where it cannot be read. */
async function fileNames(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.filter((entry) => !entry.isDirectory)
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** A link that leads nowhere is there, too: whoever made it should hear of it. */
async function isThere(path: string): Promise<boolean> {
  try {
    return !(await Deno.lstat(path)).isDirectory;
  } catch {
    return false;
  }
}
