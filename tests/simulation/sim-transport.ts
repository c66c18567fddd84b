import {
  Channel,
  Handoff,
  LinkError,
  LinkReason,
  type Node,
  type Priority,
  Transport,
  type TransportInfo,
} from "kozo";
import type { Connection } from "./connection.ts";
import type { Machine } from "./machine.ts";
import type { Network } from "./network.ts";

interface SimConfig {
  /** The machine that this transport belongs to, by the node's name. */
  machine(node: string): Machine;
  readonly network: Network;
  readonly priority: Priority;
}

/** A transport over the simulated network; who is who is never in doubt. */
export class SimTransport extends Transport<SimConfig> {
  readonly #connections = new Handoff<Connection>();

  override getPriority(): Priority {
    return this.config.priority;
  }

  override canConnect(other: Transport): boolean {
    return other instanceof SimTransport &&
      other.config.network === this.config.network;
  }

  override bind(): void {
    const machine = this.#machine;
    const { network } = this.config;
    machine.listen(network, (connection) => this.#connections.give(connection));
    const unlisten = () => machine.unlisten(network);
    this.signal.addEventListener("abort", unlisten, { once: true });
  }

  override async accept(signal: AbortSignal): Promise<Channel> {
    const connection = await this.#connections.take(signal);
    await this.#machine.awake();
    return this.#channel(connection);
  }

  override async connect(
    other: Transport,
    signal: AbortSignal,
  ): Promise<Channel> {
    const connection = await this.#machine.dial(
      this.config.network,
      other.node.name,
      signal,
    );
    if (signal.aborted) {
      connection.close(this.#machine);
      throw signal.reason;
    }
    return this.#channel(connection);
  }

  get #machine(): Machine {
    return this.config.machine(this.node.name);
  }

  #channel(connection: Connection): SimChannel {
    const { nodes } = this.host.system;
    return new SimChannel(
      find(nodes, connection.from.name),
      find(nodes, connection.to.name),
      connection,
      this.#machine,
    );
  }
}

/** One end of a connection, in the hands of a node. */
export class SimChannel extends Channel {
  readonly connection: Connection;
  readonly #machine: Machine;

  constructor(
    from: Node,
    to: Node,
    connection: Connection,
    machine: Machine,
  ) {
    super(from, to);
    this.connection = connection;
    this.#machine = machine;
  }

  override async send(bytes: Uint8Array): Promise<void> {
    if (!this.isAlive) throw ended();
    const machine = this.#machine;
    machine.onSend?.(this.peer.name, bytes);
    await this.connection.out(machine).write(machine.tamper(bytes));
    await machine.awake();
  }

  override async receive(): Promise<Uint8Array | undefined> {
    const bytes = await this.connection.in(this.#machine).read();
    await this.#machine.awake();
    return this.isAlive ? bytes : undefined;
  }

  protected override disconnect(): Promise<void> {
    this.connection.close(this.#machine);
    return Promise.resolve();
  }
}

function find(nodes: ReadonlyMap<string, Node>, name: string): Node {
  const node = nodes.get(name);
  if (node === undefined) throw ended();
  return node;
}

function ended(): LinkError {
  return new LinkError(LinkReason.Lost, "the connection has ended");
}

/** How the simulated nodes know it. */
export const transportInfo = {
  format: "1.0",
  class: SimTransport,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Moves bytes over the simulated network.",
  config: {
    machine: { description: "Gives a node's machine." },
    network: { description: "The network that it is for." },
    priority: { description: "How much it is preferred." },
  },
} satisfies TransportInfo;
