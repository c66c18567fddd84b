import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";

/** A place at the gate, as somebody has it who has not proven who he is. */
export class Place {
  /** Where he comes from, if that counts. */
  readonly address: string | undefined;
  readonly #environment: Environment;
  readonly #giveBack: (place: Place) => void;
  readonly #lost = new AbortController();
  #movedAt: number;

  /** @param giveBack is called once it is free */
  constructor(
    address: string | undefined,
    environment: Environment,
    giveBack: (place: Place) => void,
  ) {
    this.address = address;
    this.#environment = environment;
    this.#giveBack = giveBack;
    this.#movedAt = environment.monotonic();
  }

  /** Aborted, with a {@link LinkError}, once somebody else has got it. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Seconds since he has come a step further. */
  get standstill(): number {
    return this.#environment.monotonic() - this.#movedAt;
  }

  /** He has come a step further. */
  moveOn(): void {
    this.#movedAt = this.#environment.monotonic();
  }

  /** He is through, or gone. */
  leave(): void {
    this.#giveBack(this);
  }

  /** Takes it away, for somebody who waits. */
  take(): void {
    const seconds = Math.round(this.standstill);
    const why = `It stood still for ${seconds} s while others waited`;
    this.#lost.abort(new LinkError(LinkReason.Crowded, why));
    this.#giveBack(this);
  }
}
