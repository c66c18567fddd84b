import type { LinkReason } from "../errors.ts";

/** Closings that are remembered. */
const MAX_CLOSINGS = 20;

/** How a link ended. */
export interface Closing {
  /** Seconds since 1970. */
  readonly at: number;
  readonly reason: LinkReason;
  /** The reason in words. */
  readonly message: string;
  /** Name of this node's transport that carried the link. */
  readonly transport: string;
}

/** The last links to a peer that have ended, the latest last. */
export class Closings {
  readonly #closings: Closing[] = [];

  /** One more has ended. */
  add(closing: Closing): void {
    this.#closings.push(closing);
    if (this.#closings.length > MAX_CLOSINGS) this.#closings.shift();
  }

  /** Those remembered. */
  get list(): readonly Closing[] {
    return [...this.#closings];
  }
}
