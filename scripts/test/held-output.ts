/**
 * Holds what is written to it, until it may be seen: two that speak at once
 * are not understood.
 */
export class HeldOutput {
  readonly writable: WritableStream<Uint8Array>;
  readonly #release = Promise.withResolvers<void>();

  /** @param screen where it is seen in the end */
  constructor(screen: WritableStream<Uint8Array>) {
    // It is held at the end where it is read: whoever writes has no wait.
    const { readable, writable } = new TransformStream<Uint8Array>(
      undefined,
      undefined,
      new CountQueuingStrategy({ highWaterMark: Infinity }),
    );
    this.writable = writable;
    this.shown = this.#release.promise.then(() =>
      readable.pipeTo(screen, { preventClose: true })
    );
  }

  /** Settles once all has been seen. */
  readonly shown: Promise<void>;

  /** Shows what is there, and from now on what comes. */
  release(): void {
    this.#release.resolve();
  }
}
