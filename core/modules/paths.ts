import { resolve } from "node:path";
import type { Settings } from "../model/settings.ts";

/** The folders with modules that are not part of the program. */
export type ModulePaths = Pick<
  Settings,
  "rolePath" | "transportPath" | "importPath"
>;

/** No folders at all. */
export const NO_PATHS: ModulePaths = {
  rolePath: [],
  transportPath: [],
  importPath: [],
};

/**
 * The folders that `KOZOROLEPATH`, `KOZOTRANSPORTPATH` and `KOZOIMPORTPATH`
 * name, with colons between them; relative ones start at the working folder.
 *
 * @param get gives the value of a variable, if it is set
 */
export function environmentPaths(
  get: (name: string) => string | undefined,
): ModulePaths {
  const folders = (name: string) =>
    (get(name) ?? "").split(":").map((folder) => folder.trim())
      .filter((folder) => folder !== "").map((folder) => resolve(folder));
  return {
    rolePath: folders("KOZOROLEPATH"),
    transportPath: folders("KOZOTRANSPORTPATH"),
    importPath: folders("KOZOIMPORTPATH"),
  };
}

/** All folders of both, those of `first` before those of `then`. */
export function joinPaths(first: ModulePaths, then: ModulePaths): ModulePaths {
  return {
    rolePath: [...first.rolePath, ...then.rolePath],
    transportPath: [...first.transportPath, ...then.transportPath],
    importPath: [...first.importPath, ...then.importPath],
  };
}

/** Every folder that modules may be in, or be imported from. */
export function allFolders(paths: ModulePaths): string[] {
  return [...paths.rolePath, ...paths.transportPath, ...paths.importPath];
}
