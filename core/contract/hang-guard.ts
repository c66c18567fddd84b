/** Seconds on top of a check's own time, which ends what only waits. */
const GRACE = 5;

/**
 * What the guard's own thread does: an endless loop leaves no time to this one,
 * and whoever loops cannot be ended without the process.
 */
const THREAD = `
let timer;
onmessage = ({ data }) => {
  clearTimeout(timer);
  if (data === null) return;
  timer = setTimeout(() => {
    Deno.stdout.writeSync(new TextEncoder().encode(data.text));
    Deno.kill(Deno.pid, "SIGKILL");
  }, data.seconds * 1000);
};
`;

/** Names a check that loops for ever, and then ends the program. */
export class HangGuard implements Disposable {
  readonly #seconds: number;
  readonly #thread: Worker;

  /** @param seconds that a check may take */
  constructor(seconds: number) {
    this.#seconds = seconds + GRACE;
    const url = `data:application/javascript,${encodeURIComponent(THREAD)}`;
    this.#thread = new Worker(url, { type: "module" });
  }

  /** A check begins. */
  begin(name: string): void {
    const seconds = this.#seconds;
    const text = `FAILED  ${name}\n        it has kept the program busy for ` +
      `${seconds} s without a pause: is there an endless loop?\n`;
    this.#thread.postMessage({ text, seconds });
  }

  /** The check has ended. */
  end(): void {
    this.#thread.postMessage(null);
  }

  /** Ends the guard's thread. */
  [Symbol.dispose](): void {
    this.#thread.terminate();
  }
}
