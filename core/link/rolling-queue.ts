/** What a {@link RollingQueue} may hold. */
export interface QueueLimits {
  /** Elements at most. */
  readonly length: number;
  /** Bytes at most, but for one larger element. */
  readonly size: number;
}

/**
 * A queue with a limit in elements and in bytes. When it is full the oldest
 * element makes room; an element larger than the limit in bytes still gets in,
 * alone.
 */
export class RollingQueue<T> {
  readonly #limits: QueueLimits;
  readonly #sizeOf: (element: T) => number;
  #elements: (T | undefined)[] = [];
  /** Where the oldest element stands; those before it are gone. */
  #head = 0;
  #size = 0;

  constructor(limits: QueueLimits, sizeOf: (element: T) => number) {
    this.#limits = limits;
    this.#sizeOf = sizeOf;
  }

  /** Elements in the queue. */
  get length(): number {
    return this.#elements.length - this.#head;
  }

  /** Bytes in the queue. */
  get size(): number {
    return this.#size;
  }

  /** Whether one more element would make another drop out by its number. */
  get isFull(): boolean {
    return this.length >= this.#limits.length;
  }

  /** Adds an element, and tells how many old ones dropped out for it. */
  push(element: T): number {
    const size = this.#sizeOf(element);
    let dropped = 0;
    while (this.length > 0 && !this.#hasRoom(size)) {
      this.shift();
      dropped++;
    }
    this.#elements.push(element);
    this.#size += size;
    return dropped;
  }

  /** The oldest element, which stays. */
  peek(): T | undefined {
    return this.#elements[this.#head];
  }

  /** Takes the oldest element. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const element = this.#elements[this.#head];
    this.#elements[this.#head++] = undefined;
    if (element !== undefined) this.#size -= this.#sizeOf(element);
    if (this.length === 0) this.clear();
    else if (this.#head > 64 && this.#head > this.#elements.length / 2) {
      this.#elements = this.#elements.slice(this.#head);
      this.#head = 0;
    }
    return element;
  }

  /** Drops everything, and tells how many elements that was. */
  clear(): number {
    const dropped = this.length;
    this.#elements = [];
    this.#head = 0;
    this.#size = 0;
    return dropped;
  }

  #hasRoom(size: number): boolean {
    return this.length < this.#limits.length &&
      this.#size + size <= this.#limits.size;
  }
}
