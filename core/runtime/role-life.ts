import { type Environment, withDeadline } from "../environment.ts";
import { KozoError } from "../errors.ts";
import type { Message } from "../model/message.ts";
import type { Role, RoleHost } from "../model/role.ts";
import { Inbox } from "./inbox.ts";
import { Pacer } from "./pacer.ts";
import {
  makeRoleHost,
  type RoleIdentity,
  type RoleServices,
} from "./role-host.ts";

/** Seconds that a role may take to return, and again to clean up. */
const FAREWELL = 0.4;

/** One life of a role, from its making to its `localStop`. */
export class RoleLife {
  readonly role: Role;
  readonly #inbox: Inbox;
  readonly #environment: Environment;
  readonly #controller = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #ending: Promise<void> | undefined;

  /** @param create makes the role */
  constructor(
    create: (host: RoleHost) => Role,
    identity: RoleIdentity,
    services: RoleServices,
  ) {
    const { signal } = this.#controller;
    const inbox = () => this.#inbox;
    this.#environment = services.environment;
    this.role = create(makeRoleHost(identity, services, inbox, signal));
    this.#inbox = new Inbox({
      length: this.role.getMessageQueueLength(),
      size: this.role.getMessageQueueSize(),
    }, services.environment);
  }

  /** Puts a message into the inbox, and tells how many dropped out for it. */
  deliver(message: Message): number {
    return this.#inbox.push(message);
  }

  /**
   * Calls the role's `run` again and again until the life ends.
   *
   * @throws what the role throws, unless its life has ended
   */
  run(): Promise<void> {
    this.#running = this.#run();
    return this.#running;
  }

  /**
   * Ends the life. A role that does not return in time is left behind.
   *
   * @throws what the role's `localStop` throws, or that something took too long
   */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #run(): Promise<void> {
    const { signal } = this.#controller;
    const pacer = new Pacer(
      this.role,
      this.#inbox,
      this.#environment,
      signal,
    );
    await pacer.beforeFirst();
    while (!signal.aborted) {
      const start = this.#environment.monotonic();
      try {
        await this.role.run();
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      await pacer.between(start);
    }
  }

  async #end(): Promise<void> {
    this.#controller.abort();
    const returned = this.#running.catch(() => {});
    const late = await this.#inTime("run", () => returned)
      .then(() => undefined, (error: unknown) => error);
    await this.#inTime("localStop", async () => await this.role.localStop());
    if (late !== undefined) throw late;
  }

  #inTime(what: string, work: () => Promise<void>): Promise<void> {
    return withDeadline(
      this.#environment,
      FAREWELL,
      new AbortController().signal,
      () =>
        new KozoError(
          `its ${what} has not returned within ${FAREWELL} s: it should end ` +
            "as soon as the role's signal is aborted",
        ),
      work,
    );
  }
}
