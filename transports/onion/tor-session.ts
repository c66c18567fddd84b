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
import type { TorOrders } from "./own-orders.ts";
import { TorVisit } from "./tor-visit.ts";
import { TorWatch } from "./tor-watch.ts";

/** Seconds between two tries to reach Tor. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 10;

/** Seconds that a dial waits for a Tor that is starting. */
const START_LIMIT = 20;

/** Seconds between two looks at it meanwhile. */
const GLANCE = 0.1;

/** What a session is made from. */
export interface TorSessionOptions {
  /** What it is told at first. */
  readonly orders: TorOrders;
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
  /** Ends the visit that is on, for another. */
  #visit = new AbortController();
  /** Seconds until the next try to reach Tor. */
  #pause = FIRST_PAUSE;

  constructor(options: TorSessionOptions) {
    this.#options = options;
    const { where, orders, log } = options;
    this.#orders = orders;
    this.#watch = new TorWatch({ where, log });
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
        await this.#call(signal, visit.signal);
      } catch (error) {
        if (signal.aborted) return;
        if (visit.signal.aborted) continue;
        this.#watch.enter({ is: "down", why: messageOf(error) });
      }
      await sleep(environment, this.#pause, signal).catch(() => {});
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    }
  }

  /**
   * Waits until Tor can be used. One that has lost its network is tried all the
   * same: that may be what has it look for it.
   *
   * @throws {LinkError} when it is not there, or takes too long to start
   * @throws the signal's reason when that is aborted
   */
  async ready(signal: AbortSignal): Promise<void> {
    const { environment, where } = this.#options;
    const watch = this.#watch;
    const isUp = () => ["ready", "offline"].includes(watch.state.is);
    for (let waited = 0; !isUp(); waited += GLANCE) {
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
   * @param change aborted when Tor is to get other orders
   * @throws {Error} always: what has ended the visit
   */
  async #call(ending: AbortSignal, change: AbortSignal): Promise<never> {
    const { endpoint, environment, log } = this.#options;
    const orders = this.#orders;
    const visit = new TorVisit({
      endpoint,
      orders,
      watch: this.#watch,
      environment,
      log,
      farewell: () => {
        // What Tor is to know further on, it need not forget before.
        const kept = ending.aborted ? [] : this.#orders.farewell;
        return orders.farewell.filter((order) => !kept.includes(order));
      },
    });
    const onWelcome = () => void (this.#pause = FIRST_PAUSE);
    return await visit.run(onWelcome, AbortSignal.any([ending, change]));
  }
}
