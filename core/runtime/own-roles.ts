import { aborted } from "../aborted.ts";
import type { RoleConfig } from "../config/config.ts";
import type { Message } from "../model/message.ts";
import type { Node } from "../model/node.ts";
import type { Role, RoleHost } from "../model/role.ts";
import type { Difference } from "./changes.ts";
import type { Drops } from "./drops.ts";
import type { RoleHealth } from "./role-health.ts";
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

/** A role that runs. */
interface RoleLife {
  readonly end: AbortController;
  readonly running: Promise<void>;
}

/** The roles that this node runs. */
export class OwnRoles {
  readonly #options: OwnRolesOptions;
  #blueprint: Blueprint;
  readonly #supervisors = new Map<string, RoleSupervisor>();
  readonly #lives = new Map<string, RoleLife>();
  /** Ends all roles, once they run. */
  #signal: AbortSignal | undefined;
  /** Roles that were taken out, as long as they take to end. */
  readonly #ending = new Set<Promise<void>>();

  /** Makes the roles and gives them to the node. */
  constructor(options: OwnRolesOptions) {
    this.#options = options;
    this.#blueprint = options.blueprint;
    const { self } = options.blueprint.system;
    for (const { name } of this.#blocks()) {
      this.#supervisors.set(name, this.#supervise(name, self));
    }
  }

  /** How they are doing, in the order of the configuration. */
  get health(): RoleHealth[] {
    return [...this.#supervisors.values()].map(({ health }) => health);
  }

  /**
   * Makes those roles anew whose modules are files of the user's, from a
   * blueprint in which these were read anew.
   *
   * @returns the names of the roles
   */
  reload(blueprint: Blueprint): string[] {
    this.#blueprint = blueprint;
    const { roles } = blueprint.config.library;
    return this.#blocks().filter(({ type }) => !roles.isBuiltIn(type))
      .map(({ name }) => {
        this.#supervisors.get(name)?.reload();
        return name;
      });
  }

  /** Puts a message into a role's inbox. */
  deliver(role: Role, message: Message): void {
    this.#supervisors.get(role.name)?.deliver(message);
  }

  /**
   * Makes the roles that a blueprint has and the one before has not.
   *
   * @returns what takes them away again, if they are not to run after all
   * @throws {StartError} when one cannot be made; then none is
   */
  add(blueprint: Blueprint, names: readonly string[]): () => void {
    const before = this.#blueprint;
    const { self } = blueprint.system;
    const made: string[] = [];
    this.#blueprint = blueprint;
    const takeAway = () => {
      this.#blueprint = before;
      for (const name of made) this.#forget(name);
    };
    try {
      for (const name of names) {
        this.#supervisors.set(name, this.#supervise(name, self));
        made.push(name);
      }
    } catch (error) {
      takeAway();
      throw error;
    }
    return takeAway;
  }

  /**
   * Runs the roles that were added, ends those that are gone, and makes those
   * anew that have changed. All others go on.
   */
  follow({ added, removed, changed }: Difference): void {
    for (const name of removed) this.#remove(name);
    for (const name of changed) this.#supervisors.get(name)?.reload();
    const signal = this.#signal;
    if (signal === undefined) return;
    for (const name of added) {
      this.#start(name, signal, (one, signal) => one.runFromInit(signal));
    }
  }

  /**
   * Runs all roles, whose `localInit` was called, until `signal` is aborted.
   * Never rejects.
   */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    for (const name of this.#supervisors.keys()) {
      this.#start(name, signal, (one, signal) => one.run(signal));
    }
    await aborted(signal);
    await Promise.all([...this.#lives.values()].map(({ running }) => running));
    await Promise.all(this.#ending);
  }

  /** Ends all roles, also those that never ran. Never rejects. */
  async end(): Promise<void> {
    const supervisors = [...this.#supervisors.values()];
    await Promise.all(supervisors.map((one) => one.end()));
  }

  #start(
    name: string,
    signal: AbortSignal,
    run: (one: RoleSupervisor, signal: AbortSignal) => Promise<void>,
  ): void {
    const supervisor = this.#supervisors.get(name);
    if (supervisor === undefined) return;
    const end = new AbortController();
    const running = run(supervisor, AbortSignal.any([signal, end.signal]));
    this.#lives.set(name, { end, running });
  }

  #remove(name: string): void {
    this.#forget(name);
    const life = this.#lives.get(name);
    if (life === undefined) return;
    this.#lives.delete(name);
    life.end.abort();
    const ending = life.running.then(() => void this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  /** Nothing is delivered to it any more. */
  #forget(name: string): void {
    this.#supervisors.delete(name);
    this.#blueprint.system.self.roles.delete(name);
  }

  #supervise(name: string, self: Node): RoleSupervisor {
    const { services, drops } = this.#options;
    return new RoleSupervisor({
      identity: { name, node: self, storage: this.#store(name, self) },
      services,
      drops,
      create: (host) => {
        const role = this.#make(name, host);
        self.roles.set(name, role);
        return role;
      },
    });
  }

  #make(name: string, host: RoleHost): Role {
    const { environment } = this.#options.services;
    const { self } = this.#blueprint.system;
    const block = this.#blocks().find((block) => block.name === name);
    if (block === undefined) throw new TypeError(`There is no role "${name}"`);
    return block.sandbox === undefined
      ? makeRole(this.#blueprint, self, block, host)
      : makeSandboxedRole(self, block, block.sandbox, host, environment);
  }

  #blocks(): readonly RoleConfig[] {
    return configOf(this.#blueprint, this.#blueprint.system.self).roles;
  }

  #store(role: string, self: Node): RoleStorage | VolatileStorage {
    const { blueprint, services } = this.#options;
    const { roleStorage: folder } = configOf(blueprint, self);
    const warn = (text: string) => services.log("warning", role, text);
    return folder === undefined
      ? new VolatileStorage({ role, node: self.name, warn })
      : new RoleStorage({ folder, role, node: self.name, warn });
  }
}
