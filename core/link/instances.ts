/** Programs of a peer that are remembered. */
const MAX_FORMER = 8;

/**
 * Which programs have spoken as one peer. A program that is started anew has
 * another instance than before, and never comes back: so one that does shows
 * that there are two at once, with one key.
 */
export class Instances {
  readonly #former: string[] = [];
  #present: string | undefined;
  #areTwo = false;

  /** Whether two programs have been seen that both run as the peer. */
  get areTwo(): boolean {
    return this.#areTwo;
  }

  /**
   * A program has said hello.
   *
   * @returns whether it is another than the one before
   */
  meet(instance: string): boolean {
    if (instance === this.#present) return false;
    if (this.#former.includes(instance)) this.#areTwo = true;
    if (this.#present !== undefined) this.#former.push(this.#present);
    if (this.#former.length > MAX_FORMER) this.#former.shift();
    this.#present = instance;
    return true;
  }
}
