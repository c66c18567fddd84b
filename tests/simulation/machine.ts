import type { Environment } from "kozo";
import type { Connection, Host } from "./connection.ts";
import type { Network } from "./network.ts";

/**
 * One run of one program on one machine. It sees time through the machine, so
 * that it can be frozen, killed, and have its clock set.
 */
export class Machine implements Host {
  readonly name: string;
  readonly environment: Environment;
  readonly #networks: readonly Network[];
  readonly #listeners = new Map<
    Network,
    (connection: Connection) => void
  >();
  readonly #clock: Environment;
  #state: "running" | "frozen" | "dead" = "running";
  /** What is to happen when the machine thaws. */
  #postponed: (() => unknown)[] = [];
  /** Seconds by which the wall clock is wrong. */
  #skew = 0;
  /** Is told what the program sends, when a run is looked at closely. */
  onSend: ((to: string, bytes: Uint8Array) => void) | undefined;
  /** Changes what the program sends, when the machine is in a foe's hands. */
  tamper: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;

  constructor(
    name: string,
    networks: readonly Network[],
    environment: Environment,
  ) {
    this.name = name;
    this.#networks = networks;
    this.#clock = environment;
    this.environment = {
      now: () => environment.now() + this.#skew,
      monotonic: () => environment.monotonic(),
      random: environment.random,
      after: (seconds, callback) => this.#after(seconds, callback),
    };
  }

  get isFrozen(): boolean {
    return this.#state === "frozen";
  }

  /** Takes connections over a network from now on. */
  listen(
    network: Network,
    onConnection: (connection: Connection) => void,
  ): void {
    this.#listeners.set(network, onConnection);
    network.listen(this);
  }

  /** Takes no connections over a network any more. */
  unlisten(network: Network): void {
    network.unlisten(this);
  }

  onConnection(connection: Connection): void {
    this.#listeners.get(connection.network)?.(connection);
  }

  /** Connects to a machine over a network. */
  async dial(
    network: Network,
    name: string,
    signal: AbortSignal,
  ): Promise<Connection> {
    const connection = await network.connect(this, name, signal);
    await this.awake();
    return connection;
  }

  /** Waits until the program runs; for ever, if it never will again. */
  awake(): Promise<void> {
    if (this.#state === "running") return Promise.resolve();
    return new Promise((resolve) => this.#postponed.push(resolve));
  }

  freeze(): void {
    if (this.#state === "running") this.#state = "frozen";
  }

  thaw(): void {
    if (this.#state !== "frozen") return;
    this.#state = "running";
    for (const happen of this.#postponed.splice(0)) happen();
  }

  /** Sets the wall clock. */
  jump(seconds: number): void {
    this.#skew += seconds;
  }

  /** The program dies; its machine's system stays. */
  kill(): void {
    this.#die();
    for (const network of this.#networks) network.kill(this);
  }

  /** The machine loses its power. */
  powerOff(): void {
    this.#die();
    for (const network of this.#networks) network.powerOff(this);
  }

  /** The machine is there again; a new program runs on a new `Machine`. */
  powerOn(): void {
    for (const network of this.#networks) network.powerOn(this);
  }

  #die(): void {
    this.#state = "dead";
    this.#postponed = [];
  }

  #after(seconds: number, callback: () => void): () => void {
    let isCancelled = false;
    const cancel = this.#clock.after(seconds, () => {
      if (isCancelled || this.#state === "dead") return;
      if (this.#state === "running") return callback();
      this.#postponed.push(() => isCancelled || callback());
    });
    return () => {
      isCancelled = true;
      cancel();
    };
  }
}
