import { type Environment, realEnvironment } from "../environment.ts";
import type { ModuleInfo, RoleInfo, TransportInfo } from "./info.ts";
import { Library } from "./library.ts";
import { joinPaths, type ModulePaths, NO_PATHS } from "./paths.ts";

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

/** The modules that are part of the program, and where else to look. */
export class ModuleRegistry {
  readonly #roles: BuiltIns<RoleInfo>;
  readonly #transports: BuiltIns<TransportInfo>;
  readonly #first: ModulePaths;
  readonly #environment: Environment;

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

  /** All modules there are for a node that is configured like this. */
  open(paths: ModulePaths): Library {
    return new Library({
      roles: this.#roles,
      transports: this.#transports,
      paths: joinPaths(this.#first, paths),
      environment: this.#environment,
    });
  }
}
