import type { Duplex } from "node:stream";
import type { Transport, TransportInfo } from "kozo";
import { loadConfig } from "../../core/config/load.ts";
import { realEnvironment } from "../../core/environment.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { Runtime } from "../../core/runtime/runtime.ts";
import { Tcp, transportInfo } from "../../transports/tcp.ts";
import { roleInfo as tally } from "../e2e/roles/tally.ts";
import { eventually } from "./eventually.ts";
import type { Network } from "./network.ts";

/** A node in the tests' own process that dies without a word. */
export class Mayfly {
  readonly #runtime: Runtime;
  readonly #sockets: ReadonlySet<Duplex>;
  readonly #lines: readonly string[];

  private constructor(
    runtime: Runtime,
    sockets: ReadonlySet<Duplex>,
    lines: readonly string[],
  ) {
    this.#runtime = runtime;
    this.#sockets = sockets;
    this.#lines = lines;
  }

  /** Starts a node of a network, which may have a configuration of its own. */
  static async hatch(
    network: Network,
    node: string,
    file: string,
  ): Promise<Mayfly> {
    const sockets = new Set<Duplex>();
    const lines: string[] = [];
    const registry = new ModuleRegistry(
      { tally: () => Promise.resolve(tally), counter, scales },
      { tcp: () => Promise.resolve(frailTcp(sockets)) },
    );
    const runtime = await Runtime.start({
      config: await loadConfig(network.path(file), registry),
      node,
      registry,
      privateKey: await network.read(node),
      environment: realEnvironment,
      log: (_level, _source, text) => lines.push(text),
    });
    return new Mayfly(runtime, sockets, lines);
  }

  /** Waits until it has said something. */
  async hasSaid(wanted: string): Promise<void> {
    await eventually(
      () => this.#lines.some((line) => line.includes(wanted)),
      () => `There is no "${wanted}" in:\n${this.#lines.join("\n")}`,
    );
  }

  /** Ends it as SIGKILL does: its sockets close, and say nothing before. */
  async die(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#runtime.stop();
  }
}

const counter = async () => (await import("../e2e/roles/counter.ts")).roleInfo;
const scales = async () => (await import("../e2e/roles/scales.ts")).roleInfo;

/** A `tcp` whose sockets are known. */
function frailTcp(sockets: Set<Duplex>): TransportInfo {
  class FrailTcp extends Tcp {
    override async acceptUnauthenticatedConnection(signal: AbortSignal) {
      return keep(await super.acceptUnauthenticatedConnection(signal));
    }

    override async getUnauthenticatedSocket(
      other: Transport,
      addressIndex: number,
      address: unknown,
      signal: AbortSignal,
    ) {
      return keep(
        await super.getUnauthenticatedSocket(
          other,
          addressIndex,
          address,
          signal,
        ),
      );
    }
  }
  const keep = (socket: Duplex) => {
    sockets.add(socket);
    return socket;
  };
  return { ...transportInfo, class: FrailTcp };
}
