import { Duplex } from "node:stream";

/** One end of a wire: what is written to it comes out of the other end. */
class End extends Duplex {
  other: End | undefined;
  /** Tells the other end that there is room again. */
  #resume: (() => void) | undefined;

  override _read(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  override _write(
    chunk: Uint8Array,
    _encoding: BufferEncoding,
    callback: () => void,
  ): void {
    const { other } = this;
    // As on a network: not in the writer's own turn.
    queueMicrotask(() => {
      if (other === undefined || other.destroyed || other.push(chunk)) {
        callback();
      } else other.#resume = callback;
    });
  }

  override _final(callback: () => void): void {
    const { other } = this;
    queueMicrotask(() => other?.push(null));
    callback();
  }

  override _destroy(
    error: Error | null,
    callback: (error: Error | null) => void,
  ): void {
    const { other } = this;
    queueMicrotask(() => other?.destroyed === false && other.destroy());
    callback(error);
  }
}

/** Two streams that are the two ends of one wire. */
export function makeDuplexPair(): [Duplex, Duplex] {
  const one = new End({ allowHalfOpen: false });
  const two = new End({ allowHalfOpen: false });
  one.other = two;
  two.other = one;
  return [one, two];
}
