import type { Duplex } from "node:stream";
import { type BluetoothAdapter, LinkError, LinkReason, messageOf } from "kozo";
import { dial } from "./dial.ts";

/** Seconds that devices have to answer; the standard recommends as much. */
const DURATION = 10.24;

/** A connection, and the address of the device where it leads. */
export interface Find {
  readonly stream: Duplex;
  readonly place: string;
}

/** A search for a service among all devices in range. */
export class Search {
  readonly #adapter: BluetoothAdapter;
  readonly #uuid: string;
  readonly #log: (text: string) => void;
  /** Devices that have not been tried yet, once it is known which there are. */
  #candidates: string[] | undefined;

  /** @param log is told what became of each device */
  constructor(
    adapter: BluetoothAdapter,
    uuid: string,
    log: (text: string) => void,
  ) {
    this.#adapter = adapter;
    this.#uuid = uuid;
    this.#log = log;
  }

  /** Whether every device in range has been tried. */
  get isOver(): boolean {
    return this.#candidates?.length === 0;
  }

  /**
   * Connects to the next device that has the service.
   *
   * @throws {LinkError} when there is none
   * @throws the signal's reason when that is aborted
   */
  async next(signal: AbortSignal): Promise<Find> {
    if (this.#candidates === undefined) {
      // A search that fails is over.
      this.#candidates = [];
      this.#candidates = await this.#look(signal);
    }
    for (;;) {
      const address = this.#candidates.shift();
      if (address === undefined) throw this.#nowhere();
      try {
        const stream = await dial(this.#adapter, address, this.#uuid, signal);
        return { stream, place: address };
      } catch (error) {
        signal.throwIfAborted();
        this.#log(`Not at ${address}: ${messageOf(error)}`);
      }
    }
  }

  async #look(signal: AbortSignal): Promise<string[]> {
    const found = await this.#adapter.inquire(DURATION, signal);
    this.#log(`Devices in range: ${found.length}`);
    return found.map(({ address }) => address);
  }

  #nowhere(): LinkError {
    return new LinkError(
      LinkReason.Unreachable,
      `No device in range has the service "${this.#uuid}"`,
    );
  }

  /** What it is, in the log. */
  toString(): string {
    return `whichever device has the service "${this.#uuid}"`;
  }
}
