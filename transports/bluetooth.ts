import type { Duplex } from "node:stream";
import {
  AuthenticatedTransport,
  BluetoothAdapter,
  type Channel,
  Handoff,
  messageOf,
  Priority,
  type Transport,
  type TransportInfo,
} from "kozo";
import { dial } from "./bluetooth/dial.ts";
import {
  BLUETOOTH_OPTIONS,
  type BluetoothConfig,
  optionFaults,
} from "./bluetooth/options.ts";
import { beReachable } from "./bluetooth/reachability.ts";
import { Search } from "./bluetooth/search.ts";

/** Seconds that all may take that comes before, and that is, authentication. */
const PATIENCE = 60;

/** Seconds before the next try to be reachable. */
const RETRY = 3;

/** Bluetooth's serial ports (RFCOMM): slow, and no network is needed. */
export class Bluetooth extends AuthenticatedTransport<BluetoothConfig> {
  readonly #adapter = new BluetoothAdapter(this.config.adapter ?? undefined);
  readonly #connections = new Handoff<Duplex>();
  /** Where other nodes were found last, by name. */
  readonly #places = new Map<string, string>();

  override getPriority(): Priority {
    return Priority.BAD;
  }

  override getConnectTimeout(): number {
    return PATIENCE;
  }

  override getHandshakeTimeout(): number {
    return PATIENCE;
  }

  /** Is reachable until the node stops, whenever there is an adapter. */
  override bind(): Promise<void> {
    const tried = Promise.withResolvers<void>();
    void this.#stayReachable(tried.resolve);
    return tried.promise;
  }

  override acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Duplex> {
    return this.#connections.take(signal);
  }

  override getUnauthenticatedConnectAddresses(
    other: Transport,
  ): Iterable<string | Search> {
    if (!(other instanceof Bluetooth)) return [];
    const { address } = other.config;
    return address === null ? this.#search(other) : [address.toLowerCase()];
  }

  override async getUnauthenticatedSocket(
    other: Transport<BluetoothConfig>,
    _addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Duplex> {
    if (!(address instanceof Search)) {
      const { uuid } = other.config;
      return await dial(this.#adapter, String(address), uuid, signal);
    }
    const { stream, place } = await address.next(signal);
    this.#places.set(other.node.name, place);
    return stream;
  }

  override async connect(
    other: Transport,
    signal: AbortSignal,
  ): Promise<Channel> {
    try {
      return await super.connect(other, signal);
    } catch (error) {
      this.#places.delete(other.node.name);
      throw error;
    }
  }

  *#search(other: Bluetooth): Generator<string | Search> {
    const place = this.#places.get(other.node.name);
    if (place !== undefined) yield place;
    const log = (text: string) => this.debug(`Search for ${other}: ${text}`);
    const search = new Search(this.#adapter, other.config.uuid, log);
    // Who is at a device is known once the device is connected.
    while (!search.isOver) yield search;
  }

  /** @param onTried is called once others can find the node, or cannot */
  async #stayReachable(onTried: () => void): Promise<void> {
    let last = "";
    const report = (problem: string) => {
      // The same for hours is no news.
      if (problem !== last) this.warn(problem);
      last = problem;
    };
    while (!this.signal.aborted) {
      try {
        const why = await this.#beReachable(() => {
          last = "";
          onTried();
        });
        report(`Other nodes cannot find this one any more: ${why}`);
      } catch (error) {
        if (!this.signal.aborted) report(messageOf(error));
      }
      onTried();
      await this.sleep(RETRY).catch(() => {});
    }
  }

  async #beReachable(onReady: () => void): Promise<string> {
    const { uuid, address, socketConnectionBacklog: backlog } = this.config;
    return await beReachable(
      {
        adapter: this.#adapter,
        uuid,
        name: `Kōzō ${this.node.name}`,
        discoverable: address === null,
        backlog,
        take: (connection) => this.#connections.give(connection),
      },
      () => {
        this.info(`Listening at the adapter ${this.#adapter.address}`);
        onReady();
      },
      this.signal,
    );
  }
}

/** What the configuration may say of a `bluetooth` transport. */
export const transportInfo = {
  format: "1.0",
  class: Bluetooth,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Communication over Bluetooth, without any network.",
  config: BLUETOOTH_OPTIONS,
  check: optionFaults,
} satisfies TransportInfo;
