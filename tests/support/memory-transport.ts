import type { Duplex } from "node:stream";
import {
  AuthenticatedTransport,
  Handoff,
  LinkError,
  LinkReason,
  type Transport,
  type TransportInfo,
} from "kozo";
import { makeDuplexPair } from "./duplex-pair.ts";

/** What carries the bytes: who listens, by address. */
export type Medium = Map<string, Handoff<Duplex>>;

interface MemoryConfig {
  readonly medium: Medium;
  readonly address: string;
}

/** A transport within one process. */
export class Memory extends AuthenticatedTransport<MemoryConfig> {
  readonly #connections = new Handoff<Duplex>();

  override bind(): void {
    const { medium, address } = this.config;
    medium.set(address, this.#connections);
    this.signal.addEventListener("abort", () => medium.delete(address), {
      once: true,
    });
  }

  override acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Duplex> {
    return this.#connections.take(signal);
  }

  override getUnauthenticatedConnectAddresses(other: Transport): string[] {
    return other instanceof Memory ? [other.config.address] : [];
  }

  override getUnauthenticatedSocket(
    _other: Transport,
    _addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Duplex> {
    signal.throwIfAborted();
    const listener = this.config.medium.get(String(address));
    if (listener === undefined) {
      throw new LinkError(LinkReason.Refused, `Nobody listens at "${address}"`);
    }
    const [near, far] = makeDuplexPair();
    listener.give(far);
    return Promise.resolve(near);
  }
}

/** How the suites know it. */
export const transportInfo = {
  format: "1.0",
  class: Memory,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Moves bytes within one process.",
  config: {
    medium: { description: "What carries the bytes." },
    address: { description: "Where others find this one." },
  },
} satisfies TransportInfo;
