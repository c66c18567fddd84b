import { KozoError } from "kozo";
import type { Door, FromRelay, ToRelay } from "./relay-words.ts";

/** What a Worker of this runtime takes besides what one of a browser does. */
interface RestrictedWorkerOptions extends WorkerOptions {
  readonly deno: { readonly permissions: Readonly<Record<string, unknown>> };
}

/** Milliseconds in which the Worker has to do what it is told. */
const PATIENCE = 10_000;

/** The relay's Worker, as the role has it. It may use the network alone. */
export class Relay implements Disposable {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  readonly #report: (text: string) => void;
  /** What it is doing. */
  #task = Promise.withResolvers<number>();
  readonly #over = Promise.withResolvers<string>();

  private constructor(report: (text: string) => void, signal: AbortSignal) {
    const options: RestrictedWorkerOptions = {
      type: "module",
      deno: { permissions: { net: true, import: false } },
    };
    const url = import.meta.resolve("./relay-worker.ts");
    this.#report = report;
    this.#signal = signal;
    this.#worker = new Worker(url, options);
    this.#worker.onmessage = ({ data }: MessageEvent<FromRelay>) =>
      this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(`its relay has failed: ${event.message}`);
    };
  }

  /**
   * Starts it.
   *
   * @param report told what should be known
   * @param signal aborted when it is to do nothing more
   */
  static async start(
    report: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Relay> {
    const relay = new Relay(report, signal);
    try {
      await relay.#inTime();
      return relay;
    } catch (error) {
      relay[Symbol.dispose]();
      throw error;
    }
  }

  /** Waits until nobody can debug any more, and says why. */
  async over(): Promise<string> {
    const onAbort = () => this.#over.resolve("the role ends");
    this.#signal.addEventListener("abort", onAbort, { once: true });
    if (this.#signal.aborted) onAbort();
    const why = await this.#over.promise;
    this.#signal.removeEventListener("abort", onAbort);
    return why;
  }

  /**
   * Connects to V8's inspector.
   *
   * @returns the port that it does so from
   */
  connect(url: string): Promise<number> {
    return this.#tell({ say: "connect", url });
  }

  /**
   * Lets a debugger in.
   *
   * @returns the port that it listens on
   * @throws {KozoError} when it cannot
   */
  listen(door: Door): Promise<number> {
    return this.#tell({ say: "listen", door });
  }

  /** Ends it, with all its connections. */
  [Symbol.dispose](): void {
    this.#worker.terminate();
  }

  #tell(word: ToRelay): Promise<number> {
    this.#task = Promise.withResolvers();
    this.#worker.postMessage(word);
    return this.#inTime();
  }

  /** Waits until it has done what it was told. */
  async #inTime(): Promise<number> {
    const { promise, reject } = this.#task;
    const onAbort = () => reject(this.#signal.reason);
    const late = new KozoError(
      `its relay does nothing for ${PATIENCE / 1000} s`,
    );
    const timer = setTimeout(() => reject(late), PATIENCE);
    this.#signal.addEventListener("abort", onAbort, { once: true });
    if (this.#signal.aborted) onAbort();
    try {
      return await promise;
    } finally {
      this.#signal.removeEventListener("abort", onAbort);
      clearTimeout(timer);
    }
  }

  #hear(word: FromRelay): void {
    switch (word.say) {
      case "done":
        return this.#task.resolve(word.port);
      case "failed":
        return this.#fail(word.error);
      case "report":
        return this.#report(word.text);
      case "over":
        return this.#over.resolve(word.why);
    }
  }

  /** What it was doing has failed, or else what it did by itself. */
  #fail(error: string): void {
    this.#task.reject(new KozoError(error));
    this.#over.resolve(error);
  }
}
