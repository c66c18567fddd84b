import type { Environment } from "../environment.ts";

/** Bytes after which keys are exchanged anew. */
const MAX_BYTES = 2 ** 30;

/** Seconds after which keys are exchanged anew, less up to a tenth. */
const MAX_SECONDS = 3600;

/**
 * Has new keys exchanged now and then, as SSH wants it and ssh2 leaves to its
 * user. It needs no timer: heartbeats make it look at the clock.
 */
export class Rekeying {
  readonly #rekey: (() => void) | undefined;
  readonly #environment: Environment;
  #bytes = 0;
  #due: number;

  /** @param rekey what exchanges the keys; the dialling end has no such thing */
  constructor(rekey: (() => void) | undefined, environment: Environment) {
    this.#rekey = rekey;
    this.#environment = environment;
    this.#due = this.#next();
  }

  /** Counts bytes of either direction. */
  count(bytes: number): void {
    if (this.#rekey === undefined) return;
    this.#bytes += bytes;
    const late = this.#environment.monotonic() >= this.#due;
    if (this.#bytes < MAX_BYTES && !late) return;
    this.#bytes = 0;
    this.#due = this.#next();
    this.#rekey();
  }

  /** Not on the hour: a hundred links made together are not rekeyed together. */
  #next(): number {
    const jitter = this.#environment.random() / 10;
    return this.#environment.monotonic() + MAX_SECONDS * (1 - jitter);
  }
}
