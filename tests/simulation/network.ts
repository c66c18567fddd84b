import { LinkError, LinkReason } from "kozo";
import { sleep } from "../../core/environment.ts";
import type { VirtualEnvironment } from "../support/virtual-environment.ts";
import { Connection, type Host } from "./connection.ts";

/** Seconds after which a dial that nobody answers is given up. */
const CONNECT_TIMEOUT = 10;

/** How long bytes take from one host to another, in seconds. */
export interface Latency {
  readonly least: number;
  readonly most: number;
}

/**
 * A network in one process, on a virtual clock: bytes take their time, paths
 * can be cut in one direction or both, and what is sent over a cut path waits,
 * as TCP would send it again.
 */
export class Network {
  readonly environment: VirtualEnvironment;
  readonly #latency: Latency;
  readonly #random: () => number;
  readonly #hosts = new Map<string, Host>();
  readonly #cuts = new Set<string>();
  /** Machines without power. */
  readonly #dark = new Set<string>();
  readonly #connections = new Set<Connection>();

  constructor(
    environment: VirtualEnvironment,
    latency: Latency,
    random: () => number,
  ) {
    this.environment = environment;
    this.#latency = latency;
    this.#random = random;
  }

  /** A host is there, and takes connections. */
  listen(host: Host): void {
    this.#hosts.set(host.name, host);
  }

  /** A host takes no connections any more, and refuses them. */
  unlisten(host: Host): void {
    if (this.#hosts.get(host.name) === host) this.#hosts.delete(host.name);
  }

  /** A machine has lost its power: it does not even refuse. */
  powerOff(host: Host): void {
    this.unlisten(host);
    this.#dark.add(host.name);
    for (const one of this.#of(host)) one.vanish(host);
  }

  /** A machine is there again, with nothing running on it. */
  powerOn(host: Host): void {
    if (!this.#dark.delete(host.name)) return;
    for (const one of this.#of(host)) one.disown(host);
  }

  /** A program has died: its machine's system ends its connections. */
  kill(host: Host): void {
    this.unlisten(host);
    for (const one of this.#of(host)) one.die(host);
  }

  /** Nothing gets from one host to another any more. */
  cut(from: string, to: string): void {
    this.#cuts.add(`${from}>${to}`);
  }

  /** What waits on a path goes on its way. */
  mend(from: string, to: string): void {
    if (!this.#cuts.delete(`${from}>${to}`)) return;
    for (const connection of this.#connections) connection.flush();
  }

  isCut(from: string, to: string): boolean {
    return this.#cuts.has(`${from}>${to}`);
  }

  #isSilent(from: string, to: string): boolean {
    return this.isCut(from, to) || this.#dark.has(to);
  }

  #of(host: Host): Connection[] {
    return [...this.#connections].filter((one) => one.involves(host));
  }

  /** Seconds that the next bytes take. */
  delay(): number {
    const { least, most } = this.#latency;
    return least + (most - least) * this.#random();
  }

  /** A connection has no end left. */
  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /**
   * Connects two hosts: there and back again, by paths that may be cut.
   *
   * @throws {LinkError} refused or timeout
   */
  async connect(
    from: Host,
    to: string,
    signal: AbortSignal,
  ): Promise<Connection> {
    const deadline = from.environment.monotonic() + CONNECT_TIMEOUT;
    await this.#travel(from.name, to, from, deadline, signal);
    const listener = this.#hosts.get(to);
    await this.#travel(to, from.name, from, deadline, signal);
    if (listener === undefined || this.#hosts.get(to) !== listener) {
      throw new LinkError(LinkReason.Refused, `"${to}" does not listen`);
    }
    const connection = new Connection(this, from, listener);
    this.#connections.add(connection);
    listener.onConnection(connection);
    return connection;
  }

  /** Waits until a packet has got through, as its sender sees it. */
  async #travel(
    from: string,
    to: string,
    dialler: Host,
    deadline: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { environment } = dialler;
    let retry = 1;
    await sleep(environment, this.delay(), signal);
    while (this.#isSilent(from, to)) {
      if (environment.monotonic() >= deadline) {
        throw new LinkError(LinkReason.Timeout, `no answer from "${to}"`);
      }
      await sleep(environment, retry, signal);
      retry *= 2;
    }
  }
}
