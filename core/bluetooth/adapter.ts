import type { Duplex } from "node:stream";
import { realEnvironment, withDeadline } from "../environment.ts";
import { Kernel } from "../os/kernel.ts";
import { BluetoothError } from "./bluetooth-error.ts";
import { findDevice, findWorkingDevice } from "./find-device.ts";
import type { HciDevice } from "./hci.ts";
import { inquire } from "./inquiry.ts";
import { pastEndingLink } from "./past-ending-link.ts";
import { requestName } from "./remote-name.ts";
import { connectRfcomm, listenRfcomm } from "./rfcomm.ts";
import { findChannels } from "./sdp/client.ts";
import { untilFree } from "./until-free.ts";
import type {
  BluetoothListener,
  FoundDevice,
  Publication,
  PublicationOptions,
} from "./vocabulary.ts";

/**
 * Seconds that another device may take for one answer. A device that is not
 * there is given up by the adapter itself after 5.
 */
const PATIENCE = 20;

/** Seconds that a device may take to tell its name, and how often it is asked. */
const NAME_PATIENCE = 8;
const NAME_TRIES = 2;

/** Seconds that an inquiry may take longer than it should. */
const INQUIRY_GRACE = 20;

/** Seconds that others may use the adapter while somebody waits for it. */
const TURN = 60;

/**
 * A Bluetooth adapter of this machine, through the Linux kernel and bluetoothd.
 *
 * To make one costs nothing and asks for nothing: the adapter may be plugged in
 * later, or pulled out and back. Addresses of devices are texts such as
 * `b8:27:eb:01:02:03`, in small letters.
 *
 * @example A device looks for a service, and says hello to it
 * ```ts
 * import { BluetoothAdapter, BluetoothError } from "kozo";
 *
 * async function greet(uuid: string, signal: AbortSignal): Promise<void> {
 *   const adapter = new BluetoothAdapter();
 *   for (const { address } of await adapter.inquire(8, signal)) {
 *     const [channel] = await adapter.findService(address, uuid, signal);
 *     if (channel === undefined) continue;
 *     const stream = await adapter.connect(address, channel, signal);
 *     stream.end("hello");
 *   }
 * }
 *
 * const { signal } = new AbortController();
 * const uuid = "6b6f7a6f-0001-4000-8000-0123456789ab";
 * await greet(uuid, signal).catch((error) => {
 *   // Where there is no Bluetooth, the message says what to do about it.
 *   if (!(error instanceof BluetoothError)) throw error;
 * });
 * ```
 */
export class BluetoothAdapter {
  readonly #name: string | undefined;
  readonly #kernel = new Kernel();

  /**
   * Asks for nothing yet.
   *
   * @param name such as `hci0`, or the address; default: the first there is
   */
  constructor(name?: string) {
    this.#name = name;
  }

  /**
   * Its address.
   *
   * @throws {BluetoothError} when it is not plugged in
   */
  get address(): string {
    return findDevice(this.#kernel, this.#name).address;
  }

  /**
   * Looks for devices in range that let themselves be found. While somebody
   * else searches with this adapter, it waits for its turn, 60 s at most.
   *
   * @param seconds how long to look: rounded to 1.28 s, 61 s at most
   * @returns each device once
   * @throws {BluetoothError} when the adapter is not there, or is off
   * @throws {KozoError} when the search fails
   * @throws the signal's reason when that is aborted
   */
  async inquire(seconds: number, signal: AbortSignal): Promise<FoundDevice[]> {
    return await untilFree(
      TURN,
      signal,
      () =>
        inTime(
          "the search",
          seconds + INQUIRY_GRACE,
          signal,
          (limited) =>
            this.#use((device) =>
              inquire(this.#kernel, device, seconds, limited)
            ),
        ),
    );
  }

  /**
   * Asks a device for its name.
   *
   * @throws {BluetoothError} when the adapter is not there, or is off, or the
   * device does not answer within 8 s, twice
   * @throws {KozoError} when the device is not in range
   * @throws the signal's reason when that is aborted
   */
  async remoteName(address: string, signal: AbortSignal): Promise<string> {
    const request = (limited: AbortSignal) =>
      this.#use((device) =>
        requestName(this.#kernel, device, address, limited)
      );
    // Some adapters lose a request now and then, and answer the next.
    for (let left = NAME_TRIES - 1;; left--) {
      try {
        return await untilFree(
          TURN,
          signal,
          () =>
            inTime(`the name of "${address}"`, NAME_PATIENCE, signal, request),
        );
      } catch (error) {
        if (left === 0 || !(error instanceof TookTooLong)) throw error;
      }
    }
  }

  /**
   * Asks a device where it has a service.
   *
   * @param uuid the service's
   * @returns RFCOMM channels to connect to, the best first; none when the device
   * does not have the service
   * @throws {BluetoothError} when the adapter is not there, or is off, or the
   * device does not answer within 20 s
   * @throws {KozoError} when the device is not in range, or answers nonsense
   * @throws the signal's reason when that is aborted
   */
  async findService(
    address: string,
    uuid: string,
    signal: AbortSignal,
  ): Promise<number[]> {
    return await inTime(
      `the services of "${address}"`,
      PATIENCE,
      signal,
      (limited) =>
        pastEndingLink(
          limited,
          () =>
            this.#use((device) =>
              findChannels(this.#kernel, device.address, address, uuid, limited)
            ),
        ),
    );
  }

  /**
   * Lets others find a service. It takes bluetoothd, and to be root or in the
   * group `bluetooth`.
   *
   * @returns what ends it, and tells when it has ended: bluetoothd was restarted,
   * the adapter pulled out
   * @throws {BluetoothError} when the adapter or bluetoothd is not there, or
   * refuses
   * @throws the signal's reason when that is aborted
   */
  async publish(
    options: PublicationOptions,
    signal: AbortSignal,
  ): Promise<Publication> {
    // It brings along all of D-Bus, which nothing else needs.
    const { publish } = await import("./publication.ts");
    const device = findDevice(this.#kernel, this.#name);
    return await publish(this.#kernel, device, options, signal);
  }

  /**
   * Listens at a channel that is free.
   *
   * @param backlog connections that the system keeps until they are accepted
   * @throws {BluetoothError} when the adapter is not there
   * @throws {KozoError} when no channel is free
   */
  listen(backlog: number): BluetoothListener {
    return listenRfcomm(this.#kernel, this.address, backlog);
  }

  /**
   * Connects to a channel of a device.
   *
   * @returns a stream; the `close` of either end ends both directions
   * @throws {BluetoothError} when the adapter is not there, or is off, or the
   * device does not answer within 20 s
   * @throws {KozoError} when the device is not in range, or nobody listens
   * there, or this adapter has a connection to that channel already: its `code`
   * is `EHOSTDOWN`, `ECONNREFUSED` or `EBUSY`
   * @throws the signal's reason when that is aborted
   */
  async connect(
    address: string,
    channel: number,
    signal: AbortSignal,
  ): Promise<Duplex> {
    return await inTime(
      `the answer of "${address}"`,
      PATIENCE,
      signal,
      (limited) =>
        pastEndingLink(
          limited,
          () =>
            this.#use(({ address: local }) =>
              connectRfcomm(this.#kernel, local, address, channel, limited)
            ),
        ),
    );
  }

  /** Does something with the adapter, if it is there and switched on. */
  async #use<T>(work: (device: HciDevice) => Promise<T>): Promise<T> {
    using _ = this.#kernel.hold();
    return await work(findWorkingDevice(this.#kernel, this.#name));
  }
}

/** A time limit has passed. */
class TookTooLong extends BluetoothError {}

function inTime<T>(
  what: string,
  seconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = () =>
    new TookTooLong(`Waited for ${what} by Bluetooth: not within ${seconds} s`);
  return withDeadline(realEnvironment, seconds, signal, late, work);
}
