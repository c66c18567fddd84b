import { LinkError, LinkReason, type LogLevel } from "kozo";
import { idOf } from "./orders.ts";
import { TorSigns, type TorState } from "./tor-state.ts";

/** What a {@link TorWatch} is made from. */
export interface TorWatchOptions {
  /** Where Tor takes orders, in the words of the configuration. */
  readonly where: string;
  log(level: LogLevel, text: string): void;
}

/** Knows how far Tor is, and the node's service, and logs what is new. */
export class TorWatch {
  readonly #options: TorWatchOptions;
  #state: TorState = { is: "connecting" };
  #signs = new TorSigns();
  /** The name of the service that Tor is to make, if it is to make one. */
  #service: string | undefined;
  /** Whether Tor has made the service, rather than somebody else's Tor. */
  #isServed = false;
  #isPublished = false;
  /** Why Tor does not make the service, or is not to. */
  #refusal: string | undefined;

  constructor(options: TorWatchOptions) {
    this.#options = options;
  }

  get state(): TorState {
    return this.#state;
  }

  /** Why nothing can be dialled through Tor, as far as that is known. */
  get hindrance(): LinkError | undefined {
    const { where } = this.#options;
    switch (this.#state.is) {
      case "down":
        return new LinkError(
          LinkReason.TorDown,
          `Cannot give orders to Tor at ${where}: ${this.#state.why}`,
        );
      case "starting":
        return new LinkError(
          LinkReason.TorStarting,
          `Tor is still starting: ${this.#state.phase}`,
        );
      case "offline":
        return new LinkError(
          LinkReason.TorStarting,
          "Tor has lost its network, and looks for it: is this machine online?",
        );
      default:
        return undefined;
    }
  }

  /** The same, or why others do not find the node's service. */
  get trouble(): LinkError | undefined {
    if (this.#state.is !== "ready") return this.hindrance;
    const isMissing = this.#service !== undefined && !this.#isPublished;
    const why = this.#refusal ??
      (isMissing ? `Tor has not published ${this.#service} yet` : undefined);
    return why === undefined
      ? undefined
      : new LinkError(LinkReason.Unpublished, why);
  }

  /** Tor is asked anew: it knows nothing of the service, if there is one. */
  begin(service: string | undefined): void {
    this.#service = service;
    this.#signs = new TorSigns();
    this.#isServed = this.#isPublished = false;
    this.#refusal = undefined;
  }

  /** Tor makes the service; it has yet to publish it. */
  serve(): void {
    this.#isServed = true;
    this.#refusal = undefined;
    const text =
      `${LinkReason.Unpublished}: Tor is to publish ${this.#service}`;
    this.#options.log("info", text);
  }

  /** Tor does not make the service, or is not to; that is said once. */
  refuse(why: string): void {
    if (this.#refusal === why) return;
    this.#refusal = why;
    this.#options.log("warning", `${LinkReason.Unpublished}: ${why}`);
  }

  /** Tor has something to say, asked or not. */
  hear(line: string): void {
    this.#signs.hear(line);
    const { state } = this.#signs;
    if (state !== undefined) this.enter(state);
    const service = this.#service;
    if (!this.#isServed || this.#isPublished || service === undefined) return;
    if (!line.startsWith(`HS_DESC UPLOADED ${idOf(service)} `)) return;
    this.#isPublished = true;
    this.#options.log("info", `Published as ${service}`);
  }

  /** Takes note of a state. Not each step of a start is worth a line. */
  enter(state: TorState): void {
    const before = this.#state;
    this.#state = state;
    const { log } = this.#options;
    const { hindrance } = this;
    if (state.is === "down") {
      if (before.is === "down" && before.why === state.why) return;
      log("warning", worded(hindrance));
    } else if (before.is !== state.is) {
      const level = state.is === "offline" ? "warning" : "info";
      log(level, hindrance ? worded(hindrance) : "Tor is ready");
    }
  }
}

/** A line that has the reason in one word, as those about links have. */
function worded(error: LinkError | undefined): string {
  return error === undefined ? "" : `${error.reason}: ${error.message}`;
}
