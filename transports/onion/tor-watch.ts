import { LinkError, LinkReason, type LogLevel } from "kozo";

/** How far Tor is. */
export type TorState =
  | { readonly is: "connecting" | "ready" }
  | { readonly is: "starting"; readonly phase: string }
  | { readonly is: "down"; readonly why: string };

/** What a {@link TorWatch} is made from. */
export interface TorWatchOptions {
  /** Where Tor takes orders, in the words of the configuration. */
  readonly where: string;
  /** The name of the service that Tor is to make, if it is to make one. */
  readonly service: string | undefined;
  log(level: LogLevel, text: string): void;
}

/** Knows how far Tor is, and the node's service, and logs what is new. */
export class TorWatch {
  readonly #options: TorWatchOptions;
  #state: TorState = { is: "connecting" };
  /** Whether Tor has made the service, rather than somebody else's Tor. */
  #isServed = false;
  #isPublished = false;
  /** Why Tor does not make the service. */
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
      default:
        return undefined;
    }
  }

  /** The same, or why others do not find the node's service. */
  get trouble(): LinkError | undefined {
    const { service } = this.#options;
    if (this.#state.is !== "ready") return this.hindrance;
    if (service === undefined || this.#isPublished) return undefined;
    return new LinkError(
      LinkReason.Unpublished,
      this.#refusal ?? `Tor has not published ${service} yet`,
    );
  }

  /** Tor is asked anew: it knows nothing of the service. */
  begin(): void {
    this.#isServed = this.#isPublished = false;
    this.#refusal = undefined;
  }

  /** Tor makes the service; it has yet to publish it. */
  serve(): void {
    this.#isServed = true;
    this.#refusal = undefined;
    const { service, log } = this.#options;
    log("info", `${LinkReason.Unpublished}: Tor is to publish ${service}`);
  }

  /** Tor does not make the service; the same is not said twice. */
  refuse(why: string): void {
    if (this.#refusal === why) return;
    this.#refusal = why;
    this.#options.log("warning", `${LinkReason.Unpublished}: ${why}`);
  }

  /** Tor has something to say. */
  hear(news: string): void {
    const { service, log } = this.#options;
    if (news.startsWith("STATUS_CLIENT ")) this.hearPhase(news);
    if (!this.#isServed || this.#isPublished || service === undefined) return;
    const id = service.replace(/\.onion$/, "");
    if (!news.startsWith(`HS_DESC UPLOADED ${id} `)) return;
    this.#isPublished = true;
    log("info", `Published as ${service}`);
  }

  /** Such as `… BOOTSTRAP PROGRESS=50 TAG=… SUMMARY="Loading …"`. */
  hearPhase(text: string): void {
    const [, percent, summary = ""] =
      /BOOTSTRAP PROGRESS=(\d+)(?:.*? SUMMARY="([^"]*)")?/.exec(text) ?? [];
    if (percent === undefined) return;
    this.enter(
      percent === "100"
        ? { is: "ready" }
        : { is: "starting", phase: `${percent} %, ${summary}` },
    );
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
      log("info", hindrance ? worded(hindrance) : "Tor is ready");
    }
  }
}

/** A line that has the reason in one word, as those about links have. */
function worded(error: LinkError | undefined): string {
  return error === undefined ? "" : `${error.reason}: ${error.message}`;
}
