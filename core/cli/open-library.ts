import { loadConfig, NO_NODE } from "../config/load.ts";
import type { Library } from "../modules/library.ts";
import { NO_PATHS } from "../modules/paths.ts";
import type { ModuleRegistry } from "../modules/registry.ts";

/**
 * All modules that a configuration can use, or those that need none.
 *
 * @throws {KozoError} when the configuration is wrong
 */
export async function openLibrary(
  config: string | undefined,
  registry: ModuleRegistry,
): Promise<Library> {
  if (config === undefined) return registry.open(NO_PATHS);
  return (await loadConfig(config, registry, NO_NODE)).library;
}
