import { isDeepStrictEqual } from "node:util";
import {
  type Endpoint,
  type Environment,
  LinkError,
  LinkReason,
  type LogLevel,
  messageOf,
  sleep,
} from "kozo";
import { ControlRefusal, TorControl } from "./control.ts";
import type { OwnService, TorOrders } from "./own-orders.ts";
import { TorWatch } from "./tor-watch.ts";

/** Seconds between two tries to reach Tor, at most. */
const LONGEST_PAUSE = 10;

/** Seconds that Tor may take to let this program in. */
const SILENCE = 10;

/** Seconds that Tor may take to do what it is told at the end. */
const FAREWELL = 1;

/** Seconds that a dial waits for a Tor that is starting. */
const START_LIMIT = 20;

/** Seconds between two looks at it meanwhile. */
const GLANCE = 0.1;

/** What a session is made from. */
export interface TorSessionOptions extends TorOrders {
  /** Where Tor takes orders. */
  readonly endpoint: Endpoint;
  /** The same in the words of the configuration. */
  readonly where: string;
  readonly environment: Environment;
  log(level: LogLevel, text: string): void;
}

/**
 * Keeps in touch with Tor over its control connection: gives it this node's
 * orders, again after each restart, and knows how far Tor is.
 */
export class TorSession {
  readonly #options: TorSessionOptions;
  readonly #watch: TorWatch;
  #orders: TorOrders;
  /** Ends the connection that is on, for another. */
  #visit = new AbortController();
  /** Seconds until the next try to reach Tor. */
  #pause = 1;

  constructor(options: TorSessionOptions) {
    this.#options = options;
    const { where, orders, farewell, service, log } = options;
    this.#orders = { orders, farewell, ...service && { service } };
    this.#watch = new TorWatch({ where, service: service?.name, log });
  }

  /** What keeps others from this node, or it from them, as far as Tor says. */
  get trouble(): LinkError | undefined {
    return this.#watch.trouble;
  }

  /**
   * Gives Tor other orders from now on, in place of those that it has, over a
   * connection of their own. Links that there are do not notice.
   */
  follow(orders: TorOrders): void {
    if (isDeepStrictEqual(orders, this.#orders)) return;
    this.#orders = orders;
    this.#visit.abort();
  }

  /** Runs until `signal` is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { environment } = this.#options;
    while (!signal.aborted) {
      const visit = this.#visit = new AbortController();
      try {
        await this.#serve(signal, visit.signal);
      } catch (error) {
        if (signal.aborted) return;
        if (visit.signal.aborted) continue;
        this.#watch.enter({ is: "down", why: messageOf(error) });
      }
      await sleep(environment, this.#pause, signal).catch(() => {});
      this.#pause = longer(this.#pause);
    }
  }

  /**
   * Waits until Tor can be used.
   *
   * @throws {LinkError} when it is not there, or takes too long to start
   * @throws the signal's reason when that is aborted
   */
  async ready(signal: AbortSignal): Promise<void> {
    const { environment, where } = this.#options;
    const watch = this.#watch;
    for (let waited = 0; watch.state.is !== "ready"; waited += GLANCE) {
      if (watch.state.is === "down" || waited > START_LIMIT) {
        throw watch.hindrance ?? new LinkError(
          LinkReason.TorStarting,
          `Tor at ${where} does not answer`,
        );
      }
      await sleep(environment, GLANCE, signal);
    }
  }

  /**
   * @param ending aborted when the node ends
   * @param visit aborted when Tor gets other orders
   * @throws {Error} when the connection has ended, or could not be made
   */
  async #serve(ending: AbortSignal, visit: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([ending, visit]);
    const { orders, farewell, service } = this.#orders;
    this.#watch.begin();
    using control = await this.#open(signal);
    const over = new AbortController();
    const onAbort = () => {
      // What Tor is to know further on, it need not forget before.
      const kept = ending.aborted ? [] : this.#orders.farewell;
      const gone = farewell.filter((order) => !kept.includes(order));
      void this.#leave(control, gone);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await control.ask("SETEVENTS HS_DESC STATUS_CLIENT");
      for (const order of orders) await this.#give(control, order);
      const [phase = ""] = await control.ask("GETINFO status/bootstrap-phase");
      this.#watch.hearPhase(phase);
      this.#pause = 1;
      const publishing = this.#publish(control, service, over.signal);
      await control.closed;
      over.abort();
      await publishing;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    throw new Error("it has closed the connection");
  }

  /** Takes back what Tor would keep, as far as it does so at once. */
  async #leave(
    control: TorControl,
    farewell: readonly string[],
  ): Promise<void> {
    const { environment } = this.#options;
    const cancel = environment.after(FAREWELL, () => control.close());
    await Promise.allSettled(farewell.map((order) => control.ask(order)));
    cancel();
    control.close();
  }

  /** Whoever says nothing for a while is not Tor, or not well. */
  async #open(signal: AbortSignal): Promise<TorControl> {
    const { endpoint, environment } = this.#options;
    const late = new AbortController();
    const cancel = environment.after(
      SILENCE,
      () => late.abort(new Error(`no answer within ${SILENCE} s`)),
    );
    try {
      const limited = AbortSignal.any([signal, late.signal]);
      return await TorControl.open(
        endpoint,
        limited,
        (news) => this.#watch.hear(news),
      );
    } finally {
      cancel();
    }
  }

  /** One order that Tor does not obey is no reason to withhold the next. */
  async #give(control: TorControl, order: string): Promise<void> {
    try {
      await control.ask(order);
    } catch (error) {
      if (!(error instanceof ControlRefusal)) throw error;
      this.#options.log("warning", error.message);
    }
  }

  /**
   * Has Tor make the service, as soon as it does. A service that is there
   * already may be this node's own from a moment ago. Never rejects.
   */
  async #publish(
    control: TorControl,
    service: OwnService | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { environment } = this.#options;
    for (let pause = 1; service && !signal.aborted; pause = longer(pause)) {
      try {
        await control.ask(service.order);
        return this.#watch.serve();
      } catch (error) {
        // That the connection has ended is seen elsewhere.
        if (!(error instanceof ControlRefusal)) return;
        this.#watch.refuse(error.message + remedyOf(error.message));
      }
      await sleep(environment, pause, signal).catch(() => {});
    }
  }
}

function longer(pause: number): number {
  return Math.min(2 * pause, LONGEST_PAUSE);
}

function remedyOf(refusal: string): string {
  return refusal.includes("collision")
    ? "; it has that onion service already: has somebody set it up, too?"
    : "";
}
