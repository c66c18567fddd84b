import { TorControl } from "../../transports/onion/control.ts";
import type { NodePorts } from "./torrc.ts";
import { TorProcess } from "./tor-process.ts";

/** Milliseconds between two looks. */
const GLANCE = 25;

/** Milliseconds without another after which all news count as heard. */
const QUIET = 250;

/** The Tor of one Kōzō node. */
export class NodeTor {
  readonly #ports: NodePorts;
  readonly #hasService: boolean;
  #process: TorProcess;

  /** @param hasService whether it was set up with an onion service */
  constructor(ports: NodePorts, hasService: boolean, process: TorProcess) {
    this.#ports = ports;
    this.#hasService = hasService;
    this.#process = process;
  }

  /** Where it takes connections, as the configuration has it. */
  get socksProxy(): string {
    return `127.0.0.1:${this.#ports.socks}`;
  }

  /** The same as a Unix socket, which all network namespaces share. */
  get socksPath(): string {
    return `${this.#process.folder}/socks`;
  }

  /** Where it takes orders, as the configuration has it. */
  get controlPort(): string {
    return `127.0.0.1:${this.#ports.control}`;
  }

  /** Waits until it can build circuits, and its service was published. */
  async ready(signal: AbortSignal): Promise<void> {
    let publishedAt = this.#hasService ? Infinity : 0;
    using control = await this.#control(signal, (line) => {
      if (line.startsWith("HS_DESC UPLOADED ")) publishedAt = performance.now();
    });
    await control.ask("SETEVENTS HS_DESC");
    for (;;) {
      const [phase = ""] = await control.ask(
        "GETINFO status/bootstrap-phase",
      );
      const isPublished = performance.now() - publishedAt > QUIET;
      if (phase.includes("PROGRESS=100") && isPublished) return;
      await this.#pause(signal);
    }
  }

  /** Kills it as a power cut does. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Starts it again after its end, with what it remembers. */
  restart(): void {
    this.#process = TorProcess.restart(this.#process.folder);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await this.#process.stop();
  }

  /** Connects as soon as there is somebody to connect to. */
  async #control(
    signal: AbortSignal,
    onNews: (line: string) => void,
  ): Promise<TorControl> {
    const endpoint = { host: "127.0.0.1", port: this.#ports.control };
    for (;;) {
      try {
        return await TorControl.open(endpoint, signal, onNews);
      } catch {
        await this.#pause(signal);
      }
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#process.assertAlive();
    await new Promise((resolve) => setTimeout(resolve, GLANCE));
  }
}
