import { KozoError } from "kozo";
import type { Door, FromRelay, ToRelay } from "./relay-words.ts";

/** What a Worker of this runtime takes besides what one of a browser does. */
interface RestrictedWorkerOptions extends WorkerOptions {
  readonly deno: { readonly permissions: Readonly<Record<string, unknown>> };
}

/** Who hears what the relay tells by itself. */
export interface RelayListener {
  /** Something happened that should be known. */
  report(text: string): void;
  /** Nobody can debug any more, and why. */
  onOver(why: string): void;
}

/** The relay's Worker, as the role has it. It may use the network alone. */
export class Relay implements Disposable {
  readonly #worker: Worker;
  readonly #listener: RelayListener;
  /** What it is doing. */
  #task = Promise.withResolvers<number>();

  private constructor(listener: RelayListener) {
    this.#listener = listener;
    const options: RestrictedWorkerOptions = {
      type: "module",
      deno: { permissions: { net: true, import: false } },
    };
    const url = new URL("relay-worker.ts", import.meta.url);
    this.#worker = new Worker(url, options);
    this.#worker.onmessage = ({ data }: MessageEvent<FromRelay>) =>
      this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(`its relay has failed: ${event.message}`);
    };
  }

  /** Starts it. */
  static async start(listener: RelayListener): Promise<Relay> {
    const relay = new Relay(listener);
    await relay.#task.promise;
    return relay;
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
    return this.#task.promise;
  }

  #hear(word: FromRelay): void {
    switch (word.say) {
      case "done":
        return this.#task.resolve(word.port);
      case "failed":
        return this.#fail(word.error);
      case "report":
        return this.#listener.report(word.text);
      case "over":
        return this.#listener.onOver(word.why);
    }
  }

  /** What it was doing has failed, or else what it did by itself. */
  #fail(error: string): void {
    this.#task.reject(new KozoError(error));
    this.#listener.onOver(error);
  }
}
