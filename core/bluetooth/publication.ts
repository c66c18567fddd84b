import { messageOf } from "../text.ts";
import { BluetoothError } from "./bluetooth-error.ts";
import { publishByDbus } from "./bluez.ts";
import type { HciDevice } from "./hci.ts";
import type { Kernel } from "../os/kernel.ts";
import { publishBySocket } from "./sdp/registrar.ts";
import type { Publication, PublicationOptions } from "./vocabulary.ts";

/**
 * Lets others find a service: by D-Bus, or else, where bluetoothd has it, by
 * its own socket.
 *
 * @throws {BluetoothError} when bluetoothd is not there, or refuses
 * @throws the signal's reason when that is aborted
 */
export async function publish(
  kernel: Kernel,
  device: HciDevice,
  options: PublicationOptions,
  signal: AbortSignal,
): Promise<Publication> {
  try {
    return await publishByDbus(kernel, device, options, signal);
  } catch (error) {
    signal.throwIfAborted();
    const second = await publishBySocket(kernel, device, options, signal)
      .catch(() => undefined);
    if (second !== undefined) return second;
    signal.throwIfAborted();
    if (error instanceof BluetoothError) throw error;
    const { name } = options.service;
    throw new BluetoothError(
      `Cannot publish the Bluetooth service "${name}": ${messageOf(error)}`,
      { cause: error },
    );
  }
}
