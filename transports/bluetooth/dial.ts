import type { Duplex } from "node:stream";
import { type BluetoothAdapter, LinkError, LinkReason, OsError } from "kozo";

/**
 * Connects to a service of a device, at whichever of its channels is free: a
 * pair of adapters can use each for one connection at a time.
 *
 * @throws {LinkError} when the device does not have the service
 * @throws {OsError} when it does not answer, or no channel is free
 * @throws the signal's reason when that is aborted
 */
export async function dial(
  adapter: BluetoothAdapter,
  address: string,
  uuid: string,
  signal: AbortSignal,
): Promise<Duplex> {
  const channels = await adapter.findService(address, uuid, signal);
  let failure: unknown = refused(
    `"${address}" does not have the service "${uuid}": has its node been ` +
      "started?",
  );
  for (const channel of channels) {
    try {
      return await adapter.connect(address, channel, signal);
    } catch (error) {
      if (!hasCode(error, "EBUSY", "ECONNREFUSED")) throw error;
      failure = hasCode(error, "EBUSY") ? error : refused(
        `"${address}" has the service "${uuid}" and refuses all connections: ` +
          "if one of the two machines has forgotten a pairing that the other " +
          'remembers, run "bluetoothctl remove" on both, each with the ' +
          "other's address",
        error,
      );
    }
  }
  throw failure;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof OsError && codes.includes(error.code);
}

function refused(message: string, cause?: unknown): LinkError {
  return new LinkError(LinkReason.Refused, message, { cause });
}
