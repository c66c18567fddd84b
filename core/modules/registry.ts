import type { RoleInfo, TransportInfo } from "./info.ts";

/** Loads one module's metadata when it is first needed. */
export type ModuleLoader<Info> = () => Promise<Info>;

/** Modules of one kind by their type's name. */
export type ModuleLoaders<Info> = Readonly<Record<string, ModuleLoader<Info>>>;

/** Where the metadata of roles and transports is found, by type. */
export class ModuleRegistry {
  readonly #roles: ModuleLoaders<RoleInfo>;
  readonly #transports: ModuleLoaders<TransportInfo>;

  constructor(
    roles: ModuleLoaders<RoleInfo>,
    transports: ModuleLoaders<TransportInfo>,
  ) {
    this.#roles = roles;
    this.#transports = transports;
  }

  /** The types of role there are. */
  get roleTypes(): string[] {
    return Object.keys(this.#roles).sort();
  }

  /** The types of transport there are. */
  get transportTypes(): string[] {
    return Object.keys(this.#transports).sort();
  }

  /** The role of a type, or nothing. */
  async role(type: string): Promise<RoleInfo | undefined> {
    return Object.hasOwn(this.#roles, type)
      ? await this.#roles[type]?.()
      : undefined;
  }

  /** The transport of a type, or nothing. */
  async transport(type: string): Promise<TransportInfo | undefined> {
    return Object.hasOwn(this.#transports, type)
      ? await this.#transports[type]?.()
      : undefined;
  }
}
