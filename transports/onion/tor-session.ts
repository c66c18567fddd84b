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

/** Seconds between two tries to reach Tor, at most. */
const LONGEST_PAUSE = 10;

/** Seconds that Tor may take to let this program in. */
const SILENCE = 10;

/** How often Tor is told of a service that is there already, once a second. */
const MOST_TRIES = 5;

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
  /** The address of the service that the orders make, if they make one. */
  readonly service?: string;
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
  #isPublished = false;

  constructor(options: TorSessionOptions) {
    this.#options = options;
  }

  /** Runs until `signal` is aborted. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { environment } = this.#options;
    let pause = 1;
    while (!signal.aborted) {
      try {
        await this.#serve(signal);
        pause = 1;
      } catch (error) {
        if (signal.aborted) return;
        this.#enter({ is: "down", why: messageOf(error) });
      }
      await sleep(environment, pause, signal).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE);
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
    this.#isPublished = false;
    using control = await this.#open(signal);
    const onAbort = () => control.close();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await control.ask("SETEVENTS HS_DESC STATUS_CLIENT");
      for (const order of orders) await this.#give(control, order, signal);
      const [phase = ""] = await control.ask("GETINFO status/bootstrap-phase");
      this.#hearPhase(phase);
      await control.closed;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
    throw new Error("it has closed the connection");
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

  /**
   * One order that Tor does not obey is no reason to withhold the next. A
   * service that is there already may be this node's own from a moment ago.
   */
  async #give(
    control: TorControl,
    order: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { environment, log } = this.#options;
    for (let tries = 1;; tries++) {
      try {
        await control.ask(order);
        return;
      } catch (error) {
        if (!(error instanceof ControlRefusal)) throw error;
        const isTaken = error.message.includes("collision");
        const remedy = isTaken
          ? "; it has that onion service already: has somebody set it up, too?"
          : "";
        if (!isTaken || tries === MOST_TRIES) {
          return log("warning", error.message + remedy);
        }
        await sleep(environment, 1, signal);
      }
    }
  }

  #hear(news: string): void {
    if (news.startsWith("STATUS_CLIENT ")) this.#hearPhase(news);
    const { service = "", log } = this.#options;
    const id = service.replace(/\.onion$/, "");
    if (news.startsWith(`HS_DESC UPLOADED ${id} `) && !this.#isPublished) {
      this.#isPublished = true;
      log("info", `Published as ${service}`);
    }
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
