import type { Environment } from "../environment.ts";
import type { HookPool } from "./hook-pool.ts";
import { roleInfoOf, transportInfoOf } from "./check-info.ts";
import { Importer } from "./importer.ts";
import type { RoleInfo, TransportInfo } from "./info.ts";
import type { ModulePaths } from "./paths.ts";
import type { BuiltIns } from "./built-in.ts";
import { Shelf } from "./shelf.ts";

/** What a library is made from. */
export interface LibraryOptions {
  readonly roles: BuiltIns<RoleInfo>;
  readonly transports: BuiltIns<TransportInfo>;
  readonly paths: ModulePaths;
  readonly environment: Environment;
  readonly hooks: HookPool;
  /**
   * Another number than before reads the files of roles anew. Those of
   * transports never are: two nodes' transports fit by their class, and this
   * node's are not made anew.
   */
  readonly edition: number;
}

/**
 * All modules that a node can have: those of the program and its folders'. It
 * is kept as long as the node runs, since a role may import something later.
 */
export class Library implements Disposable {
  readonly roles: Shelf<RoleInfo>;
  readonly transports: Shelf<TransportInfo>;
  /** The folders that are searched. */
  readonly paths: ModulePaths;
  /** The clock by which a module has taken too long to load. */
  readonly environment: Environment;
  readonly #importer: Importer;

  constructor(options: LibraryOptions) {
    const { roles, transports, paths, environment, hooks, edition } = options;
    const importer = new Importer(paths, environment, hooks);
    this.paths = paths;
    this.environment = environment;
    this.#importer = importer;
    this.roles = new Shelf({
      noun: "role",
      builtIns: roles,
      folders: paths.rolePath,
      importFile: (file) => importer.import(file, edition),
      check: roleInfoOf,
    });
    this.transports = new Shelf({
      noun: "transport",
      builtIns: transports,
      folders: paths.transportPath,
      importFile: (file) => importer.import(file),
      check: transportInfoOf,
    });
  }

  /** Ends the watch over what modules import. */
  [Symbol.dispose](): void {
    this.#importer[Symbol.dispose]();
  }
}
