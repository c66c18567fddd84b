import { type Endpoint, type Environment, type LogLevel, sleep } from "kozo";
import { ControlRefusal, TorControl } from "./control.ts";
import type { OwnService, TorOrders } from "./own-orders.ts";
import { ASK_SIGNS, HEAR_SIGNS } from "./tor-state.ts";
import type { TorWatch } from "./tor-watch.ts";

/** Seconds that Tor may take to let this program in. */
const SILENCE = 10;

/** Seconds that it may then take for an answer; it may have much to do. */
const ANSWER = 30;

/** Seconds between two questions how it is. */
const INTERVAL = 30;

/** Seconds that Tor may take to do what it is told at the end. */
const FAREWELL = 1;

/** Seconds between two tries to have a service made. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 10;

/** What a visit is made from. */
export interface TorVisitOptions {
  readonly endpoint: Endpoint;
  readonly orders: TorOrders;
  /** Is told how far Tor is. */
  readonly watch: TorWatch;
  readonly environment: Environment;
  log(level: LogLevel, text: string): void;
  /** Which of the farewells are due when the visit is called off. */
  farewell(): readonly string[];
}

/** One connection over which Tor is given orders, and says how far it is. */
export class TorVisit {
  readonly #options: TorVisitOptions;

  constructor(options: TorVisitOptions) {
    this.#options = options;
  }

  /**
   * Gives Tor its orders, and stays until the connection ends.
   *
   * @param onWelcome is called when Tor has let this program in
   * @param signal ends the visit, in good manners
   * @throws {Error} always: what has ended it, or kept it from Tor
   */
  async run(onWelcome: () => void, signal: AbortSignal): Promise<never> {
    const { watch, orders: { orders, service, withheld } } = this.#options;
    watch.begin(service?.name);
    if (withheld !== undefined) watch.refuse(withheld);
    using control = await this.#open(signal);
    const over = new AbortController();
    const onAbort = () => void this.#leave(control);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await this.#ask(control, HEAR_SIGNS);
      for (const order of orders) await this.#give(control, order);
      await this.#look(control);
      onWelcome();
      const publishing = this.#publish(control, service, over.signal);
      const watching = this.#keepLooking(control, over.signal);
      const why = await control.closed;
      over.abort();
      await Promise.all([publishing, watching]);
      throw why;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Whoever says nothing for a while is not Tor, or not well. */
  async #open(signal: AbortSignal): Promise<TorControl> {
    const { endpoint, environment, watch } = this.#options;
    const late = new AbortController();
    const cancel = environment.after(
      SILENCE,
      () => late.abort(silence(SILENCE)),
    );
    try {
      const limited = AbortSignal.any([signal, late.signal]);
      const onNews = (news: string) => watch.hear(news);
      return await TorControl.open(endpoint, limited, onNews);
    } finally {
      cancel();
    }
  }

  /**
   * Gives an order. A Tor that hangs has as good as hung up, though its
   * connection stays.
   */
  #ask(control: TorControl, command: string): Promise<readonly string[]> {
    const late = () => control.close(silence(ANSWER));
    const cancel = this.#options.environment.after(ANSWER, late);
    // As it is: news that come with the answer come right after it.
    const answer = control.ask(command);
    void answer.then(cancel, cancel);
    return answer;
  }

  /** Asks Tor how it is. */
  async #look(control: TorControl): Promise<void> {
    const { watch } = this.#options;
    for (const line of await this.#ask(control, ASK_SIGNS)) watch.hear(line);
  }

  /** Not all that happens to Tor is news to it. Never rejects. */
  async #keepLooking(control: TorControl, signal: AbortSignal): Promise<void> {
    const { environment } = this.#options;
    try {
      while (!signal.aborted) {
        await sleep(environment, INTERVAL, signal);
        await this.#look(control);
      }
    } catch {
      // That the connection has ended, or is to end, is seen elsewhere.
    }
  }

  /** One order that Tor does not obey is no reason to withhold the next. */
  async #give(control: TorControl, order: string): Promise<void> {
    try {
      await this.#ask(control, order);
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
    const { environment, watch } = this.#options;
    let pause = FIRST_PAUSE;
    while (service !== undefined && !signal.aborted) {
      try {
        await this.#ask(control, service.order);
        return watch.serve();
      } catch (error) {
        // That the connection has ended is seen elsewhere.
        if (!(error instanceof ControlRefusal)) return;
        watch.refuse(error.message + remedyOf(error.message));
      }
      await sleep(environment, pause, signal).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** Takes back what Tor would keep, as far as it does so at once. */
  async #leave(control: TorControl): Promise<void> {
    const { environment, farewell } = this.#options;
    const cancel = environment.after(FAREWELL, () => control.close());
    await Promise.allSettled(farewell().map((order) => control.ask(order)));
    cancel();
    control.close();
  }
}

function silence(seconds: number): Error {
  return new Error(`no answer within ${seconds} s`);
}

function remedyOf(refusal: string): string {
  return refusal.includes("collision")
    ? "; it has that onion service already: has somebody set it up, too?"
    : "";
}
