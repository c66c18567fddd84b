/** Lets one loop wait until somebody has something for it. */
export class Wake {
  #pending = false;
  #resolve: (() => void) | undefined;

  /** Ends the wait, or else makes the next one end at once. */
  wake(): void {
    this.#pending = true;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.();
  }

  /** Waits for the next {@link Wake.wake}, or for one that nobody saw. */
  async wait(): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => this.#resolve = resolve);
    }
    this.#pending = false;
  }
}
