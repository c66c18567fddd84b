/**
 * A failure that may come at any time, and then ends whatever is waited for. A
 * promise of it would not do: it would keep all that was ever waited for
 * besides, for as long as it does not come.
 */
export class Failure {
  #reported: { readonly error: unknown } | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();

  /** It has come; of several the first one counts. */
  report(error: unknown): void {
    this.#reported ??= { error };
    for (const reject of this.#waiting) reject(this.#reported.error);
  }

  /**
   * Waits for `work`, as long as the failure does not come.
   *
   * @throws what `work` throws, or the failure
   */
  async unless<T>(work: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    if (this.#reported !== undefined) reject(this.#reported.error);
    this.#waiting.add(reject);
    try {
      return await Promise.race([work, promise]);
    } finally {
      this.#waiting.delete(reject);
    }
  }
}
