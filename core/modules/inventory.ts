import { KozoError } from "../errors.ts";
import type { ModuleInfo } from "./info.ts";
import type { Shelf } from "./shelf.ts";

/** All modules of one kind, by type. */
export interface Inventory<Info extends ModuleInfo = ModuleInfo> {
  readonly modules: ReadonlyMap<string, Info>;
  /** Why those that are there, but cannot be used, cannot. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Loads every module there is. */
export async function takeInventory<Info extends ModuleInfo>(
  shelf: Shelf<Info>,
): Promise<Inventory<Info>> {
  const modules = new Map<string, Info>();
  const faults = new Map<string, string>();
  for (const type of await shelf.types()) {
    try {
      const module = await shelf.load(type);
      if (module !== undefined) modules.set(type, module.info);
    } catch (error) {
      if (!(error instanceof KozoError)) throw error;
      faults.set(type, error.message);
    }
  }
  return { modules, faults };
}
