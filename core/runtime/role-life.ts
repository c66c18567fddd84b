import { type Environment, withDeadline } from "../environment.ts";
import { KozoError } from "../errors.ts";
import type { Message } from "../model/message.ts";
import type { Role, RoleHost } from "../model/role.ts";
import { HangWatch } from "./hang-watch.ts";
import { Inbox } from "./inbox.ts";
import { Pacer } from "./pacer.ts";
import {
  makeRoleHost,
  type RoleIdentity,
  type RoleServices,
} from "./role-host.ts";
import { unwantedBy } from "./unwanted.ts";

/** Seconds that a role may take to return, and again to clean up. */
const FAREWELL = 0.4;

/** What is said of a role whose `run` returns at once, again and again. */
const IDLING = "The role's run returns at once, again and again: let it wait " +
  "for a message, or give the role a getRateControl";

/** One life of a role, from its making to its `localStop`. */
export class RoleLife {
  readonly role: Role;
  readonly #inbox: Inbox;
  readonly #environment: Environment;
  readonly #controller = new AbortController();
  /** Keeps a role that was left behind from going on. */
  readonly #afterlife = new AbortController();
  /** What the role does at present. */
  #work = { name: "run", done: Promise.resolve() };
  readonly #over = Promise.withResolvers<void>();
  readonly #hangWatch: HangWatch;
  #isRunning = false;
  /** Calls of `run` so far. */
  #runs = 0;
  readonly #onIdling: () => void;

  /** @param create makes the role */
  constructor(
    create: (host: RoleHost) => Role,
    identity: RoleIdentity,
    services: RoleServices,
  ) {
    const { signal } = this.#controller;
    const inbox = () => this.#inbox;
    this.#environment = services.environment;
    this.#onIdling = once(() => services.log("warning", identity.name, IDLING));
    this.role = create(makeRoleHost(
      identity,
      services,
      inbox,
      signal,
      this.#afterlife.signal,
    ));
    this.#inbox = new Inbox(
      {
        length: this.role.getMessageQueueLength(),
        size: this.role.getMessageQueueSize(),
      },
      services.environment,
      signal,
    );
    this.#hangWatch = new HangWatch(
      services.environment,
      () => ({
        timeout: this.role.getHangTimeout(),
        isBusy: this.#isRunning && this.#inbox.length > 0,
        progress: this.#runs + this.#inbox.asked,
      }),
      (seconds) => this.#hang(seconds),
    );
  }

  /** Messages that wait in the inbox. */
  get waiting(): number {
    return this.#inbox.length;
  }

  /** Messages that the role has taken, and was interested in. */
  get taken(): number {
    return this.#inbox.taken - unwantedBy(this.role);
  }

  /** Puts a message into the inbox, and tells how many dropped out for it. */
  deliver(message: Message): number {
    return this.#inbox.push(message);
  }

  /**
   * Calls the role's `init` and `localInit`, or waits until the life ends.
   *
   * @throws what these throw
   */
  begin(): Promise<void> {
    return this.#unlessOver("init", this.#begin());
  }

  /**
   * Calls the role's `run` again and again until the life ends.
   *
   * @throws what the role throws, unless its life has ended
   */
  run(): Promise<void> {
    return this.#unlessOver("run", this.#run());
  }

  /**
   * Ends the life; called once. A role that does not return in time is left
   * behind.
   *
   * @throws what the role's `localStop` throws, or that something took too long
   */
  async end(): Promise<void> {
    try {
      await this.#end();
    } finally {
      this.#over.resolve();
      this.#afterlife.abort(new KozoError("The role has ended"));
    }
  }

  /** Nobody waits for a role that was left behind. */
  #unlessOver(name: string, done: Promise<void>): Promise<void> {
    this.#work = { name, done };
    return Promise.race([done, this.#over.promise]);
  }

  #hang(seconds: number): void {
    this.#over.reject(
      new KozoError(
        `its run has neither returned nor taken a message for ${seconds} s, ` +
          "though some wait",
      ),
    );
  }

  async #begin(): Promise<void> {
    await this.role.init();
    if (!this.#controller.signal.aborted) await this.role.localInit();
  }

  async #run(): Promise<void> {
    const { signal } = this.#controller;
    const pacer = new Pacer(
      this.role,
      this.#inbox,
      this.#environment,
      signal,
      this.#onIdling,
    );
    await pacer.beforeFirst();
    if (!signal.aborted) this.#hangWatch.start();
    while (!signal.aborted) {
      const start = this.#environment.monotonic();
      this.#runs++;
      this.#isRunning = true;
      try {
        await this.role.run();
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      } finally {
        this.#isRunning = false;
      }
      await pacer.between(start);
    }
  }

  async #end(): Promise<void> {
    this.#controller.abort();
    this.#hangWatch.stop();
    const { name, done } = this.#work;
    const returned = done.catch(() => {});
    const late = await this.#inTime(name, () => returned)
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

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
