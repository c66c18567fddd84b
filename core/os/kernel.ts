import { FileDescriptor } from "./file-descriptor.ts";
import { Libc, type LibcCalls } from "./libc.ts";
import { OsError } from "./os-error.ts";
import { Poller } from "./poller.ts";

/**
 * The way to the operating system. It loads the C library for the first file
 * descriptor and unloads it after the last, so that making one costs nothing
 * and nobody has to close it.
 */
export class Kernel {
  readonly #poller: Poller;
  #libc: Libc | undefined;
  /** Open file descriptors, and the poller's thread. */
  #users = 0;

  constructor() {
    this.#poller = new Poller({
      acquire: () => this.#acquire().calls,
      release: () => this.#release(),
    });
  }

  /**
   * Opens a file descriptor.
   *
   * @param attempt what is attempted: `Cannot open "/dev/null"`
   * @param open the call that gives its number, or a negative one
   * @throws {OsError} when the system refuses
   */
  open(
    attempt: string,
    open: (calls: LibcCalls) => number,
  ): FileDescriptor {
    const libc = this.#acquire();
    const number = open(libc.calls);
    if (number >= 0) {
      const release = () => this.#release();
      return new FileDescriptor(number, libc, this.#poller, release);
    }
    const { errno } = libc;
    this.#release();
    throw new OsError(attempt, errno);
  }

  /** Keeps the C library loaded, for several calls in a row. */
  hold(): Disposable {
    this.#acquire();
    return { [Symbol.dispose]: () => this.#release() };
  }

  /**
   * Whether nothing is open, and the C library is unloaded. The poller's thread
   * ends a moment after the last file descriptor is closed.
   */
  get isIdle(): boolean {
    return this.#users === 0;
  }

  #acquire(): Libc {
    this.#libc ??= new Libc();
    this.#users++;
    return this.#libc;
  }

  #release(): void {
    this.#users--;
    if (this.#users > 0) return;
    this.#libc?.[Symbol.dispose]();
    this.#libc = undefined;
  }
}
