import type { Environment } from "../environment.ts";
import { type QueueLimits, RollingQueue } from "./rolling-queue.ts";

interface Waiting {
  readonly frame: Uint8Array;
  /** When it came, by the clock that never jumps. */
  readonly since: number;
}

/** The frames that wait for one peer, the oldest first. */
export class OutgoingQueue {
  readonly #queue: RollingQueue<Waiting>;
  readonly #environment: Environment;

  constructor(limits: QueueLimits, environment: Environment) {
    this.#queue = new RollingQueue(limits, ({ frame }) => frame.length);
    this.#environment = environment;
  }

  /** Frames in the queue. */
  get length(): number {
    return this.#queue.length;
  }

  /** Adds a frame, and tells how many old ones dropped out for it. */
  push(frame: Uint8Array): number {
    return this.#queue.push({ frame, since: this.#environment.monotonic() });
  }

  /**
   * Takes the oldest frames, as many as fit into `size` bytes, but one at the
   * least.
   */
  take(size: number): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let left = size;
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined) return frames;
      left -= next.frame.length;
      if (left < 0 && frames.length > 0) return frames;
      frames.push(next.frame);
      this.#queue.shift();
    }
  }

  /** Drops what has waited longer than `seconds`, and tells how many. */
  expire(seconds: number): number {
    const oldest = this.#environment.monotonic() - seconds;
    let dropped = 0;
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || next.since >= oldest) return dropped;
      this.#queue.shift();
      dropped++;
    }
  }

  /** Drops everything, and tells how many frames that was. */
  clear(): number {
    return this.#queue.clear();
  }
}
