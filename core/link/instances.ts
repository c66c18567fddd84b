import type { Environment } from "../environment.ts";

/** Programs of a peer that are remembered. */
const MAX_FORMER = 8;

/**
 * Which programs have spoken as one peer. A program that is started anew has
 * another instance than before, and never comes back: so one that does shows
 * that there are two at once, with one key.
 */
export class Instances {
  readonly #environment: Pick<Environment, "monotonic">;
  readonly #memory: number;
  #former: string[] = [];
  #present: string | undefined;
  /** When one has come back last. */
  #cameBack = -Infinity;

  /**
   * @param memory seconds after which two are taken for one, unless one comes
   * back again
   */
  constructor(environment: Pick<Environment, "monotonic">, memory: number) {
    this.#environment = environment;
    this.#memory = memory;
  }

  /** Whether two programs run as the peer, by what was seen of late. */
  get areTwo(): boolean {
    return this.#environment.monotonic() - this.#cameBack < this.#memory;
  }

  /**
   * A program has said hello.
   *
   * @returns whether it is another than the one before
   */
  meet(instance: string): boolean {
    if (instance === this.#present) return false;
    if (this.#former.includes(instance)) {
      this.#cameBack = this.#environment.monotonic();
    }
    if (this.#present !== undefined) this.#former.push(this.#present);
    if (this.#former.length > MAX_FORMER) this.#former.shift();
    this.#present = instance;
    return true;
  }

  /** A program has said that it stops: of two there is one now. */
  leave(instance: string): void {
    this.#cameBack = -Infinity;
    this.#former = this.#former.filter((one) => one !== instance);
  }
}
