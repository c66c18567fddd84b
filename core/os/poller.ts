import type { Bytes, LibcCalls } from "./libc.ts";

/** What to wait for: something to read. */
export const POLLIN = 1;
/** What to wait for: room to write. */
export const POLLOUT = 4;

const EFD_NONBLOCK = 0o4000;
const EFD_CLOEXEC = 0o2000000;

/** A `struct pollfd`: int fd, short events, short revents. */
const ENTRY_SIZE = 8;
const EVENTS = 4;
const REVENTS = 6;

const NO_TIMEOUT = -1;

interface Watch {
  readonly fd: number;
  readonly events: number;
  readonly notify: () => void;
}

/** What a poller needs: the C library, for as long as somebody waits. */
export interface PollerOptions {
  readonly acquire: () => LibcCalls;
  readonly release: () => void;
}

/**
 * Waits for file descriptors, all of them in one thread. The thread is there
 * while somebody waits, and keeps the program alive that long.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #watches = new Set<Watch>();
  /** Makes the thread look at the watches anew, while it waits. */
  #interrupt: (() => void) | undefined;
  #isRunning = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /**
   * Calls `notify` once when one of `events` has happened to `fd`, or when it
   * is broken: the next call that uses it tells.
   *
   * @returns a function that calls it off
   */
  watch(fd: number, events: number, notify: () => void): () => void {
    const watch = { fd, events, notify };
    this.#watches.add(watch);
    if (this.#isRunning) this.#interrupt?.();
    else void this.#run();
    return () => {
      if (this.#watches.delete(watch)) this.#interrupt?.();
    };
  }

  async #run(): Promise<void> {
    const calls = this.#options.acquire();
    this.#isRunning = true;
    const bell = calls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    try {
      while (this.#watches.size > 0) await this.#poll(calls, bell);
    } finally {
      calls.close(bell);
      this.#isRunning = false;
      this.#options.release();
    }
  }

  async #poll(calls: LibcCalls, bell: number): Promise<void> {
    const watches = [...this.#watches];
    const table = toTable([{ fd: bell, events: POLLIN }, ...watches]);
    this.#interrupt = () => ring(calls, bell);
    const count = await calls.poll(
      table,
      BigInt(watches.length + 1),
      NO_TIMEOUT,
    );
    this.#interrupt = undefined;
    if (count < 0) return; // A signal came in between.
    const view = new DataView(table.buffer);
    if (hasHappened(view, 0)) calls.read(bell, new Uint8Array(8), 8n);
    watches.forEach((watch, index) => {
      const isDue = hasHappened(view, index + 1);
      // Whoever was told just now may have called others off.
      if (isDue && this.#watches.delete(watch)) watch.notify();
    });
  }
}

function toTable(entries: readonly Omit<Watch, "notify">[]): Bytes {
  const table = new Uint8Array(entries.length * ENTRY_SIZE);
  const view = new DataView(table.buffer);
  entries.forEach(({ fd, events }, index) => {
    view.setInt32(index * ENTRY_SIZE, fd, true);
    view.setInt16(index * ENTRY_SIZE + EVENTS, events, true);
  });
  return table;
}

function hasHappened(table: DataView, index: number): boolean {
  return table.getInt16(index * ENTRY_SIZE + REVENTS, true) !== 0;
}

/** Adds one to the counter of an eventfd, which makes it readable. */
function ring(calls: LibcCalls, bell: number): void {
  calls.write(bell, new Uint8Array(new BigUint64Array([1n]).buffer), 8n);
}
