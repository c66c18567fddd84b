/** Bytes of memory that one half keeps for later: those of some reads. */
const KEPT = 128 * 1024;

/** Bytes of memory to begin with: an idle link needs no more. */
const AT_FIRST = 1024;

/**
 * Bytes that have come and wait for a reader. There are two halves, one to be
 * filled and one to be read, which are used over and over: there would be more
 * garbage than messages else.
 */
export class Inflow {
  #filling = new Half();
  #reading = new Half();

  /** Bytes that wait. */
  get length(): number {
    return this.#filling.length + this.#reading.length;
  }

  /** Adds a copy of what has come. */
  add(bytes: Uint8Array): void {
    this.#filling.add(bytes);
  }

  /**
   * Takes what has come first.
   *
   * @param most bytes at most
   * @returns a view that is good until the next call; nothing, if there is
   *   nothing
   */
  take(most: number): Uint8Array | undefined {
    if (this.#reading.length === 0) {
      this.#reading.clear();
      [this.#reading, this.#filling] = [this.#filling, this.#reading];
    }
    return this.#reading.length > 0 ? this.#reading.take(most) : undefined;
  }
}

class Half {
  #bytes = new Uint8Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  add(bytes: Uint8Array): void {
    const end = this.#end + bytes.length;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(bytes, this.#end);
    this.#end = end;
  }

  take(most: number): Uint8Array {
    const start = this.#start;
    this.#start = Math.min(this.#end, start + most);
    return this.#bytes.subarray(start, this.#start);
  }

  /** Forgets everything, and keeps no more memory than there is at rest. */
  clear(): void {
    this.#start = this.#end = 0;
    if (this.#bytes.length > KEPT) this.#bytes = new Uint8Array(KEPT);
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(
      Math.max(needed, 2 * this.#bytes.length, AT_FIRST),
    );
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}
