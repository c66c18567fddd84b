import { Backoff } from "../backoff.ts";
import { sleep } from "../environment.ts";
import type { Message } from "../model/message.ts";
import type { Role, RoleHost } from "../model/role.ts";
import { messageOf, printable } from "../text.ts";
import { withAdvice } from "../wording.ts";
import { failurePlace } from "./failure-place.ts";
import type { Drops } from "./drops.ts";
import type { RoleIdentity, RoleServices } from "./role-host.ts";
import type { RoleHealth, RoleState } from "./role-health.ts";
import { RoleLife } from "./role-life.ts";

/** Seconds between two restarts of a role at most. */
const MAX_RESTART_DELAY = 60;

/** Seconds that a role must have run for its next restart to come soon. */
const STABLE = 60;

/** What a supervisor needs for its role. */
export interface RoleSupervisorOptions {
  readonly identity: RoleIdentity;
  readonly services: RoleServices;
  readonly drops: Drops;
  /** Makes the role, each time that it starts. */
  create(host: RoleHost): Role;
}

/**
 * Runs one role of this node. A role that fails is ended, reported and started
 * anew, while all else goes on.
 */
export class RoleSupervisor {
  readonly #options: RoleSupervisorOptions;
  readonly #backoff: Backoff;
  #life: RoleLife;
  /** The end of that life, once it was asked for. */
  #ending: Promise<void> | undefined;
  /** Whether the role ends in order to be made anew, and has not failed. */
  #isReloading = false;
  /** Ends the wait of a role that is to be started anew. */
  #hurry = new AbortController();
  #state: RoleState = "running";
  /** Messages that the role has taken in its former lives. */
  #handledBefore = 0;
  #failures = 0;
  #lastFailure: string | undefined;

  constructor(options: RoleSupervisorOptions) {
    const { environment } = options.services;
    this.#options = options;
    this.#backoff = new Backoff(MAX_RESTART_DELAY, () => environment.random());
    this.#life = this.#create();
  }

  /** The role in its present life. */
  get role(): Role {
    return this.#life.role;
  }

  /** How the role is doing. */
  get health(): RoleHealth {
    return {
      name: this.#options.identity.name,
      state: this.#state,
      waiting: this.#life.waiting,
      handled: this.#handledBefore + this.#life.taken,
      failures: this.#failures,
      lastFailure: this.#lastFailure,
    };
  }

  /** Puts a message into the role's inbox. */
  deliver(message: Message): void {
    const dropped = this.#life.deliver(message);
    if (dropped === 0) return;
    const { drops, identity } = this.#options;
    drops.warn(`role ${identity.name}`, "full", dropped);
  }

  /**
   * Runs the role, whose `init` and `localInit` were called, until `signal` is
   * aborted. Never rejects.
   */
  run(signal: AbortSignal): Promise<void> {
    return this.#run(signal, () => this.#runOnce());
  }

  /** The same for a role whose `init` was not called. */
  runFromInit(signal: AbortSignal): Promise<void> {
    return this.#run(signal, async () => {
      const failure = await this.#life.begin()
        .catch((error) => error ?? "nothing");
      return failure ?? await this.#runOnce();
    });
  }

  /** @param first its first life. @returns why it failed, if it did */
  async #run(
    signal: AbortSignal,
    first: () => Promise<unknown>,
  ): Promise<void> {
    const onAbort = () => void this.end();
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    let failure = await first();
    while (!signal.aborted) {
      await this.end();
      failure = await this.#restart(failure, signal) ?? await this.#runOnce();
    }
    signal.removeEventListener("abort", onAbort);
    this.#state = "ended";
    await this.end();
  }

  /** Ends the role, and makes it anew at once. */
  reload(): void {
    this.#isReloading = true;
    this.#hurry.abort();
    void this.end();
  }

  /** Ends the role's present life. Never rejects. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    try {
      await this.#life.end();
    } catch (error) {
      this.#log("warning", `The role did not end well: ${messageOf(error)}`);
    }
  }

  /** Runs the role until it ends. @returns why it failed, if it did */
  async #runOnce(): Promise<unknown> {
    const { environment } = this.#options.services;
    const start = environment.monotonic();
    const failure = await this.#life.run().catch((error) => error ?? "nothing");
    if (environment.monotonic() - start >= STABLE) this.#backoff.reset();
    return failure;
  }

  /** Starts the role anew after a while. @returns why that failed, if it did */
  async #restart(failure: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      if (!this.#isReloading) await this.#backOff(failure, signal);
      this.#isReloading = false;
      this.#replace(this.#create());
      await this.#life.begin();
      this.#state = "running";
      return undefined;
    } catch (error) {
      return signal.aborted ? undefined : error ?? "nothing";
    }
  }

  async #backOff(failure: unknown, signal: AbortSignal): Promise<void> {
    const seconds = this.#backoff.next();
    this.#report(failure, seconds);
    this.#hurry = new AbortController();
    const { environment } = this.#options.services;
    const either = AbortSignal.any([signal, this.#hurry.signal]);
    await sleep(environment, seconds, either)
      .catch(() => signal.throwIfAborted());
  }

  /** The new life has an inbox of its own: what waits in the old one is lost. */
  #replace(life: RoleLife): void {
    const { drops, identity } = this.#options;
    const lost = this.#life.waiting;
    if (lost > 0) drops.note(`role ${identity.name}`, "restart", lost);
    this.#handledBefore += this.#life.taken;
    this.#life = life;
    this.#ending = undefined;
  }

  #report(failure: unknown, seconds: number): void {
    this.#state = "failed";
    this.#failures++;
    const place = failurePlace(failure);
    this.#lastFailure = place === undefined
      ? messageOf(failure)
      : `${messageOf(failure).replace(/\.$/, "")} (at ${printable(place)})`;
    const delay = seconds.toFixed(1);
    const again = delay === "0.0"
      ? "it starts again at once"
      : `it starts again in ${delay} s`;
    const failed = `The role failed: ${this.#lastFailure}`;
    this.#log("error", withAdvice(failed, again));
    const stack = failure instanceof Error ? failure.stack ?? "" : "";
    for (const line of stack.split("\n")) this.#log("debug", line);
  }

  #create(): RoleLife {
    const { create, identity, services } = this.#options;
    return new RoleLife(create, identity, services);
  }

  #log(level: "debug" | "warning" | "error", text: string): void {
    const { identity, services } = this.#options;
    services.log(level, identity.name, text);
  }
}
