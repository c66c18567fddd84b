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
import type { OwnService } from "./own-orders.ts";

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
export interface TorSessionOptions {
  /** Where Tor takes orders. */
  readonly endpoint: Endpoint;
  /** The same in the words of the configuration. */
  readonly where: string;
  /** What Tor is told whenever it has started. */
  readonly orders: readonly string[];
  /** What takes back of that what would outlast the connection. */
  readonly farewell: readonly string[];
  /** The service that Tor is to make, if it is to make one. */
  readonly service?: OwnService;
  readonly environment: Environment;
  log(level: LogLevel, text: string): void;
}

type State =
  | { readonly is: "connecting" | "ready" }
  | { readonly is: "starting"; readonly phase: string }
  | { readonly is: "down"; readonly why: string };

/**
 * Keeps in touch with Tor over its control connection: gives it this node's
 * orders, again after each restart, and knows how far Tor is.
 */
export class TorSession {
  readonly #options: TorSessionOptions;
  #state: State = { is: "connecting" };
  /** Whether Tor has made the service, rather than somebody else's Tor. */
  #isServed = false;
  #isPublished = false;
  /** Seconds until the next try to reach Tor. */
  #pause = 1;

  constructor(options: TorSessionOptions) {
    this.#options = options;
  }

  /** Runs until `signal` is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { environment } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#serve(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#enter({ is: "down", why: messageOf(error) });
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
    for (let waited = 0; this.#state.is !== "ready"; waited += GLANCE) {
      if (this.#state.is === "down") {
        const message = `Cannot give orders to Tor at ${where}: ` +
          this.#state.why;
        throw new LinkError(LinkReason.TorDown, message);
      }
      if (waited > START_LIMIT) {
        const message = this.#state.is === "starting"
          ? `Tor is still starting: ${this.#state.phase}`
          : `Tor at ${where} does not answer`;
        throw new LinkError(LinkReason.TorStarting, message);
      }
      await sleep(environment, GLANCE, signal);
    }
  }

  /** @throws {Error} when the connection has ended, or could not be made */
  async #serve(signal: AbortSignal): Promise<void> {
    const { orders } = this.#options;
    this.#isServed = this.#isPublished = false;
    using control = await this.#open(signal);
    const over = new AbortController();
    const onAbort = () => void this.#leave(control);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await control.ask("SETEVENTS HS_DESC STATUS_CLIENT");
      for (const order of orders) await this.#give(control, order);
      const [phase = ""] = await control.ask("GETINFO status/bootstrap-phase");
      this.#hearPhase(phase);
      const publishing = this.#publish(control, over.signal);
      await control.closed;
      over.abort();
      await publishing;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    throw new Error("it has closed the connection");
  }

  /** Takes back what Tor would keep, as far as it does so at once. */
  async #leave(control: TorControl): Promise<void> {
    const { environment, farewell } = this.#options;
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
        (news) => this.#hear(news),
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
  async #publish(control: TorControl, signal: AbortSignal): Promise<void> {
    const { service, environment, log } = this.#options;
    let said = "";
    for (let pause = 1; service && !signal.aborted; pause = longer(pause)) {
      try {
        await control.ask(service.order);
        this.#isServed = true;
        return;
      } catch (error) {
        // That the connection has ended is seen elsewhere.
        if (!(error instanceof ControlRefusal)) return;
        const { message } = error;
        if (message !== said) log("warning", message + remedyOf(message));
        said = message;
      }
      await sleep(environment, pause, signal).catch(() => {});
    }
  }

  #hear(news: string): void {
    if (news.startsWith("STATUS_CLIENT ")) this.#hearPhase(news);
    const { service, log } = this.#options;
    if (!this.#isServed || this.#isPublished || !service) return;
    const id = service.name.replace(/\.onion$/, "");
    if (!news.startsWith(`HS_DESC UPLOADED ${id} `)) return;
    this.#isPublished = true;
    log("info", `Published as ${service.name}`);
  }

  /** Such as `… BOOTSTRAP PROGRESS=50 TAG=… SUMMARY="Loading …"`. */
  #hearPhase(text: string): void {
    const [, percent, summary = ""] =
      /BOOTSTRAP PROGRESS=(\d+)(?:.*? SUMMARY="([^"]*)")?/.exec(text) ?? [];
    if (percent === undefined) return;
    this.#enter(
      percent === "100"
        ? { is: "ready" }
        : { is: "starting", phase: `${percent} %, ${summary}` },
    );
  }

  /** Says what is new, but not each step of a start. */
  #enter(state: State): void {
    const before = this.#state;
    this.#state = state;
    if (state.is === "ready") this.#pause = 1;
    const { log, where } = this.#options;
    if (
      state.is === "down" && !(before.is === "down" && before.why === state.why)
    ) {
      log("warning", `Cannot give orders to Tor at ${where}: ${state.why}`);
    }
    if (before.is === state.is) return;
    if (state.is === "starting") log("info", `Tor is starting: ${state.phase}`);
    if (state.is === "ready") log("info", "Tor is ready");
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
