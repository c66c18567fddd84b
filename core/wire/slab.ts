/** Bytes of memory that are asked for at once. */
const SLAB_SIZE = 32 * 1024;

/**
 * Gives memory to many small things. A piece of its own for each would cost
 * more time than all else that is done with a message. What keeps one of them
 * keeps its neighbours, too: 32 KiB at most.
 */
export class Slab {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #used = 0;

  /** Bytes that nobody else uses; what is in them is not said. */
  take(size: number): Uint8Array<ArrayBuffer> {
    if (size > SLAB_SIZE / 8) return new Uint8Array(size);
    if (this.#used + size > this.#bytes.length) {
      this.#bytes = new Uint8Array(SLAB_SIZE);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += size;
    return this.#bytes.subarray(start, this.#used);
  }

  /** The same bytes in memory of their own. */
  copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const copy = this.take(bytes.length);
    copy.set(bytes);
    return copy;
  }
}
