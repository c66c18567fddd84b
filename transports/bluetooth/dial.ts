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
  let failure: unknown = new LinkError(
    LinkReason.Refused,
    `"${address}" does not have the service "${uuid}": has its node been ` +
      "started?",
  );
  for (const channel of channels) {
    try {
      return await adapter.connect(address, channel, signal);
    } catch (error) {
      if (!isTaken(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Whether another channel may do: this one is in use, or somebody else's. */
function isTaken(error: unknown): boolean {
  return error instanceof OsError &&
    (error.code === "EBUSY" || error.code === "ECONNREFUSED");
}
