import type { Libc, LibcCalls } from "./libc.ts";
import { EAGAIN, EINTR, OsError } from "./os-error.ts";
import type { Poller } from "./poller.ts";

const EBADF = 9;

/** A call of the C library: gives a negative number when it fails. */
export type Call = (calls: LibcCalls, fd: number) => number | bigint;

/** A file, device or socket that is open, until it is disposed of. */
export class FileDescriptor implements Disposable {
  readonly #number: number;
  readonly #libc: Libc;
  readonly #poller: Poller;
  readonly #release: () => void;
  /** Each ends a wait. */
  readonly #waits = new Set<() => void>();
  #isClosed = false;

  /** {@link Kernel.open} makes one. */
  constructor(
    number: number,
    libc: Libc,
    poller: Poller,
    release: () => void,
  ) {
    this.#number = number;
    this.#libc = libc;
    this.#poller = poller;
    this.#release = release;
  }

  /** Whether it is closed. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Makes a call that does not block.
   *
   * @param attempt what is attempted, for the error
   * @returns what the call gave
   * @throws {OsError} when the system refuses
   */
  call(attempt: string, call: Call): number {
    const result = this.try(attempt, call);
    if (result === undefined) throw new OsError(attempt, EAGAIN);
    return result;
  }

  /**
   * Makes a call that would block if it could.
   *
   * @returns what the call gave, or nothing when it has to be made again later
   * @throws {OsError} when the system refuses
   */
  try(attempt: string, call: Call): number | undefined {
    for (;;) {
      if (this.isClosed) throw new OsError(attempt, EBADF);
      const result = Number(call(this.#libc.calls, this.#number));
      if (result >= 0) return result;
      const { errno } = this.#libc;
      if (errno === EAGAIN) return undefined;
      if (errno !== EINTR) throw new OsError(attempt, errno);
    }
  }

  /**
   * Makes a call as soon as it can be made without blocking.
   *
   * @param events what to wait for: `POLLIN`, `POLLOUT`
   * @throws {OsError} when the system refuses
   * @throws the signal's reason when that is aborted
   */
  async whenReady(
    events: number,
    attempt: string,
    call: Call,
    signal: AbortSignal,
  ): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const result = this.try(attempt, call);
      if (result !== undefined) return result;
      await this.ready(events, signal);
    }
  }

  /**
   * Waits until one of `events` has happened, or the file descriptor is broken
   * or closed: the next call tells.
   *
   * @throws the signal's reason when that is aborted
   */
  ready(events: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const callOff = this.watch(events, () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      });
      const onAbort = () => {
        callOff();
        reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  /**
   * Calls `notify` once as soon as {@link FileDescriptor.ready} would end.
   *
   * @returns a function that calls it off
   */
  watch(events: number, notify: () => void): () => void {
    if (this.isClosed) {
      queueMicrotask(notify);
      return () => {};
    }
    const end = () => {
      callOff();
      this.#waits.delete(end);
      notify();
    };
    const callOff = this.#poller.watch(this.#number, events, end);
    this.#waits.add(end);
    return () => {
      callOff();
      this.#waits.delete(end);
    };
  }

  /** Closes it; whoever waits is told. Once more does nothing. */
  [Symbol.dispose](): void {
    if (this.isClosed) return;
    this.#isClosed = true;
    // Before the system gives the number to the next that opens something.
    for (const end of [...this.#waits]) end();
    this.#libc.calls.close(this.#number);
    this.#release();
  }
}
