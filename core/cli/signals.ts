/** What asks the program to end, wherever it runs. */
const ENDING = ["SIGINT", "SIGTERM"] as const;

/** The signals that a running node heeds. */
export class Signals {
  /** Settles when the program is asked to end, with the signal. */
  readonly ending: Promise<Deno.Signal>;
  readonly #ended = Promise.withResolvers<Deno.Signal>();
  #onReload: (() => void) | undefined;
  /** Whether a reload was asked for before anybody could do it. */
  #isAsked = false;

  /**
   * Listens from now on. More signals to end change nothing: ending takes no
   * time.
   *
   * @param endsWithTerminal what SIGHUP means: that a terminal has closed, or
   * else that the configuration is to be read anew
   */
  constructor(endsWithTerminal: boolean) {
    this.ending = this.#ended.promise;
    for (const signal of ENDING) this.#endBy(signal);
    if (endsWithTerminal) this.#endBy("SIGHUP");
    else Deno.addSignalListener("SIGHUP", () => this.#askToReload());
  }

  /** Does what is asked for by SIGHUP, from now on. */
  set onReload(reload: () => void) {
    this.#onReload = reload;
    if (this.#isAsked) reload();
  }

  #askToReload(): void {
    this.#isAsked = true;
    this.#onReload?.();
  }

  #endBy(signal: Deno.Signal): void {
    Deno.addSignalListener(signal, () => this.#ended.resolve(signal));
  }
}

/** Whether somebody sees, or types, what the program says and hears. */
export function isOnTerminal(): boolean {
  return [Deno.stdin, Deno.stdout, Deno.stderr]
    .some((stream) => stream.isTerminal());
}
