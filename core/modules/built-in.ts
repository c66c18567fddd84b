import type { ModuleInfo } from "./info.ts";

/** A module that is part of the program. */
export interface BuiltIn<Info extends ModuleInfo = ModuleInfo> {
  /** Where it is. */
  readonly url: string;
  /** Loads its metadata when that is first needed. */
  load(): Promise<Info>;
}

/** Modules of one kind by their type's name. */
export type BuiltIns<Info extends ModuleInfo = ModuleInfo> = Readonly<
  Record<string, BuiltIn<Info>>
>;
