import type { RoleConfig } from "../config/config.ts";
import type { Message } from "../model/message.ts";
import type { Role, RoleHost } from "../model/role.ts";
import type { Drops } from "./drops.ts";
import type { RoleServices } from "./role-host.ts";
import { RoleSupervisor } from "./role-supervisor.ts";
import { RoleStorage, VolatileStorage } from "./storage.ts";
import {
  type Blueprint,
  configOf,
  makeRole,
  makeSandboxedRole,
} from "./system-builder.ts";

/** What the roles of this node need. */
export interface OwnRolesOptions {
  readonly blueprint: Blueprint;
  readonly services: RoleServices;
  readonly drops: Drops;
}

/** The roles that this node runs. */
export class OwnRoles {
  readonly #options: OwnRolesOptions;
  readonly #supervisors = new Map<string, RoleSupervisor>();

  /** Makes the roles and gives them to the node. */
  constructor(options: OwnRolesOptions) {
    this.#options = options;
    const { self } = options.blueprint.system;
    for (const block of configOf(options.blueprint, self).roles) {
      this.#supervisors.set(block.name, this.#supervise(block));
    }
  }

  /** Puts a message into a role's inbox. */
  deliver(role: Role, message: Message): void {
    this.#supervisors.get(role.name)?.deliver(message);
  }

  /**
   * Runs all roles, whose `localInit` was called, until `signal` is aborted.
   * Never rejects.
   */
  async run(signal: AbortSignal): Promise<void> {
    const supervisors = [...this.#supervisors.values()];
    await Promise.all(supervisors.map((one) => one.run(signal)));
  }

  /** Ends all roles, also those that never ran. Never rejects. */
  async end(): Promise<void> {
    const supervisors = [...this.#supervisors.values()];
    await Promise.all(supervisors.map((one) => one.end()));
  }

  #supervise(block: RoleConfig): RoleSupervisor {
    const { blueprint, services, drops } = this.#options;
    const { self } = blueprint.system;
    return new RoleSupervisor({
      identity: { name: block.name, node: self, storage: this.#store(block) },
      services,
      drops,
      create: (host) => {
        const role = this.#make(block, host);
        self.roles.set(block.name, role);
        return role;
      },
    });
  }

  #make(block: RoleConfig, host: RoleHost): Role {
    const { blueprint, services: { environment } } = this.#options;
    const { self } = blueprint.system;
    return block.sandbox === undefined
      ? makeRole(blueprint, self, block, host)
      : makeSandboxedRole(self, block, block.sandbox, host, environment);
  }

  #store({ name }: RoleConfig): RoleStorage | VolatileStorage {
    const { blueprint, services } = this.#options;
    const { self } = blueprint.system;
    const { roleStorage: folder } = configOf(blueprint, self);
    const warn = (text: string) => services.log("warning", name, text);
    return folder === undefined
      ? new VolatileStorage({ role: name, node: self.name, warn })
      : new RoleStorage({ folder, role: name, node: self.name, warn });
  }
}
