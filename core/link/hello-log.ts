import type { Environment } from "../environment.ts";
import type { LogLevel } from "../model/log-level.ts";

/** Lines in so many seconds at most: a peer may say hello as often as it likes. */
const MOST_LINES = 5;
const PERIOD = 60;

/** What a {@link HelloLog} needs. */
export interface HelloLogOptions {
  /** Name of the peer. */
  readonly peer: string;
  readonly environment: Environment;
  log(level: LogLevel, text: string): void;
}

/** Says what is amiss, and what no longer is, by what a peer says of itself. */
export class HelloLog {
  readonly #options: HelloLogOptions;
  /** The fingerprint by which the peer runs, if that is another. */
  #driftOf: string | undefined;
  #isTwofold = false;
  #lines = 0;
  #periodBegan = -Infinity;

  constructor(options: HelloLogOptions) {
    this.#options = options;
  }

  /** The peer runs by a configuration, and this node by its own. */
  compare(theirs: string, own: string): void {
    const { peer } = this.#options;
    if (theirs === own) {
      const isNews = this.#driftOf !== undefined;
      this.#driftOf = undefined;
      if (isNews) {
        this.#say("info", `"${peer}" runs the same configuration now`);
      }
    } else if (theirs !== this.#driftOf) {
      this.#driftOf = theirs;
      this.#say(
        "warning",
        `"${peer}" runs another configuration: ${theirs}, this node runs ` +
          `${own}; copy the same file to both`,
      );
    }
  }

  /**
   * Two programs run as the peer, or one. It is said once: they will go on
   * taking the link from each other.
   */
  count(isTwofold: boolean): void {
    const isNews = isTwofold && !this.#isTwofold;
    this.#isTwofold = isTwofold;
    if (!isNews) return;
    this.#say(
      "warning",
      `Two programs run as "${this.#options.peer}" at once: stop one; if its ` +
        "card was copied for another device, give that one a key and a node " +
        "of its own",
    );
  }

  #say(level: LogLevel, text: string): void {
    const { environment, log } = this.#options;
    const now = environment.monotonic();
    if (now - this.#periodBegan >= PERIOD) {
      this.#periodBegan = now;
      this.#lines = 0;
    }
    this.#lines++;
    log(this.#lines <= MOST_LINES ? level : "debug", text);
  }
}
