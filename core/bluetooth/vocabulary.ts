import type { Duplex } from "node:stream";

/** A device in range that lets itself be found. */
export interface FoundDevice {
  /** Its address, in small letters. */
  readonly address: string;
  /** What kind of device it says it is: its 24-bit class of device. */
  readonly deviceClass: number;
  /** How strongly it is received, in dBm, if the adapter tells. */
  readonly signalStrength?: number;
  /** Its name, if it tells without being asked. */
  readonly name?: string;
}

/** What a device says of a service that it has over RFCOMM. */
export interface BluetoothService {
  /** What those look for who want to connect. */
  readonly uuid: string;
  /** What people see. */
  readonly name: string;
  /** The RFCOMM channels at which it listens, one at least. */
  readonly channels: readonly number[];
}

/** What is published, and how. */
export interface PublicationOptions {
  /** The service that others can find. */
  readonly service: BluetoothService;
  /**
   * Whether the adapter shall be found by whoever searches. Else it takes
   * connections from those who know its address.
   */
  readonly discoverable: boolean;
}

/** A service that others can find, until it is disposed of. */
export interface Publication extends Disposable {
  /** Settles, with the reason, when others cannot find it any more. */
  readonly ended: Promise<string>;
}

/** Takes connections at one channel of an adapter, until it is disposed of. */
export interface BluetoothListener extends Disposable {
  /** The RFCOMM channel, from 1 to 30. */
  readonly channel: number;

  /**
   * Waits for the next connection.
   *
   * @returns its stream; `remoteAddress` tells which device it comes from
   * @throws {KozoError} when the system refuses, or it is disposed of
   * @throws the signal's reason when that is aborted
   */
  accept(
    signal: AbortSignal,
  ): Promise<Duplex & { readonly remoteAddress: string | undefined }>;
}
