import type { SystemConfig } from "../config/config.ts";
import type { Log } from "../log.ts";
import type { Library } from "../modules/library.ts";
import { allFolders } from "../modules/paths.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { realPath } from "../modules/trust.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { printable } from "../text.ts";
import { all } from "../wording.ts";

/** Milliseconds of quiet after which whoever changed a file is done. */
const QUIET = 200;

/** What a module may consist of: a log in the same folder changes all the time. */
const PART = /\.(?:m?[jt]s|json)$/;

/** What the watch over modules needs. */
export interface ModuleWatchOptions {
  /**
   * Reads and checks the configuration file.
   *
   * @throws {KozoError} with everything that is wrong with it
   */
  load(): Promise<SystemConfig>;
  readonly registry: ModuleRegistry;
  readonly runtime: Runtime;
  readonly log: Log;
}

/**
 * Makes the node's own kinds of role anew when a file changes in the folders
 * that these may be in, or be imported from.
 */
export function watchModules(
  library: Library,
  options: ModuleWatchOptions,
): Disposable {
  const folders = allFolders(library.paths)
    .flatMap((folder) => realPath(folder) ?? []);
  const watcher = Deno.watchFs(folders);
  void reloadOnChange(watcher, options);
  options.log(
    "info",
    "modules",
    folders.length === 0
      ? "There is no folder of modules to watch"
      : `Watching ${all(folders)}`,
  );
  return watcher;
}

async function reloadOnChange(
  watcher: Deno.FsWatcher,
  options: ModuleWatchOptions,
): Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const later = () => void (last = last.then(() => reload(options)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const { kind, paths } of watcher) {
    if (kind === "access" || !paths.some((path) => PART.test(path))) continue;
    clearTimeout(timer);
    timer = setTimeout(later, QUIET);
  }
  clearTimeout(timer);
}

async function reload(options: ModuleWatchOptions): Promise<void> {
  const { load, registry, runtime, log } = options;
  registry.renew();
  try {
    const config = await load();
    const roles = runtime.reloadRoles(config);
    if (roles.length > 0) log("info", "modules", `Reloaded ${all(roles)}`);
  } catch (error) {
    for (const line of linesOf(error)) {
      log("error", "modules", `Not reloaded: ${line}`);
    }
  }
}

/** A configuration has a line for each thing that is wrong with it. */
function linesOf(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").map(printable);
}
