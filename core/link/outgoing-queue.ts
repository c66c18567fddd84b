import type { Environment } from "../environment.ts";
import type { Span } from "../wire/span.ts";
import { type QueueLimits, RollingQueue } from "./rolling-queue.ts";

interface Waiting {
  readonly frame: Span;
  /** When it came, by the clock that never jumps, if that matters. */
  readonly since: number | undefined;
}

/** What an {@link OutgoingQueue} may hold. */
export interface OutgoingLimits extends QueueLimits {
  /** Seconds that a frame may wait for a link. */
  readonly lifetime: number;
}

/** The frames that wait for one peer, the oldest first. */
export class OutgoingQueue {
  readonly #queue: RollingQueue<Waiting>;
  readonly #lifetime: number;
  readonly #environment: Environment;

  constructor(limits: OutgoingLimits, environment: Environment) {
    this.#queue = new RollingQueue(limits, ({ frame }) => frame.length);
    this.#lifetime = limits.lifetime;
    this.#environment = environment;
  }

  /** Frames in the queue. */
  get length(): number {
    return this.#queue.length;
  }

  /** Adds a frame, and tells how many old ones dropped out for it. */
  push(frame: Span): number {
    // To look at the clock takes as long as all the rest.
    const since = this.#lifetime > 0
      ? this.#environment.monotonic()
      : undefined;
    return this.#queue.push({ frame, since });
  }

  /**
   * Takes the oldest frames, as many as fit into `size` bytes, but one at the
   * least. It may take half as many if more would have to be copied.
   */
  take(size: number): Span[] {
    const frames: Span[] = [];
    let taken = 0;
    let last: Span | undefined;
    for (;;) {
      const frame = this.#queue.peek()?.frame;
      if (frame === undefined) return frames;
      if (last !== undefined) {
        const isFull = taken + frame.length > size;
        if (isFull || taken >= size / 2 && !frame.follows(last)) return frames;
      }
      frames.push(last = frame);
      taken += frame.length;
      this.#queue.shift();
    }
  }

  /** Drops what has waited longer than it may, and tells how many. */
  expire(): number {
    const oldest = this.#environment.monotonic() - this.#lifetime;
    let dropped = 0;
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || (next.since ?? -Infinity) >= oldest) {
        return dropped;
      }
      this.#queue.shift();
      dropped++;
    }
  }

  /** Drops everything, and tells how many frames that was. */
  clear(): number {
    return this.#queue.clear();
  }
}
