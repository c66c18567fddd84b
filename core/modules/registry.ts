import { type Environment, realEnvironment } from "../environment.ts";
import type { BuiltIns } from "./built-in.ts";
import type { RoleInfo, TransportInfo } from "./info.ts";
import { HookPool } from "./hook-pool.ts";
import { Library } from "./library.ts";
import { joinPaths, type ModulePaths, NO_PATHS } from "./paths.ts";

/** The modules that are part of the program, and where else to look. */
export class ModuleRegistry {
  readonly #roles: BuiltIns<RoleInfo>;
  readonly #transports: BuiltIns<TransportInfo>;
  readonly #first: ModulePaths;
  readonly #environment: Environment;
  readonly #hooks = new HookPool();
  /** How often roles were to be read anew. */
  #edition = 0;

  /** @param first folders to look in before those of the configuration */
  constructor(
    roles: BuiltIns<RoleInfo>,
    transports: BuiltIns<TransportInfo>,
    first: ModulePaths = NO_PATHS,
    environment: Environment = realEnvironment,
  ) {
    this.#roles = roles;
    this.#transports = transports;
    this.#first = first;
    this.#environment = environment;
  }

  /** From now on, libraries read the files of roles anew. */
  renew(): void {
    this.#edition++;
  }

  /** All modules there are for a node that is configured like this. */
  open(paths: ModulePaths): Library {
    return new Library({
      roles: this.#roles,
      transports: this.#transports,
      paths: joinPaths(this.#first, paths),
      environment: this.#environment,
      hooks: this.#hooks,
      edition: this.#edition,
    });
  }
}
