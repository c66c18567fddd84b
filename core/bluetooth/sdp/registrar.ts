import type { Kernel } from "../../os/kernel.ts";
import { toBytes } from "../address.ts";
import { type HciDevice, makeVisible } from "../hci.ts";
import type { Publication, PublicationOptions } from "../vocabulary.ts";
import { MAX_PDU_SIZE, readRegisterResponse, registerRequest } from "./pdu.ts";
import { encodeRecord, toRecord } from "./record.ts";

/** Where bluetoothd listens when it was started with `--compat`; for root. */
const SOCKET = "/run/sdp";

/**
 * Lets others find a service on one adapter, while a connection to bluetoothd's
 * own socket lives.
 *
 * @throws {Error} when there is no such socket, or bluetoothd says no
 */
export async function publishBySocket(
  kernel: Kernel,
  device: HciDevice,
  { service, discoverable }: PublicationOptions,
): Promise<Publication> {
  const socket = await Deno.connect({ transport: "unix", path: SOCKET });
  try {
    const record = encodeRecord(toRecord(service));
    await socket.write(registerRequest(toBytes(device.address), record));
    const answer = new Uint8Array(MAX_PDU_SIZE);
    const size = await socket.read(answer) ?? 0;
    readRegisterResponse(answer.subarray(0, size));
    if (discoverable) makeVisible(kernel, device.id);
  } catch (error) {
    socket.close();
    throw error;
  }
  return {
    ended: untilClosed(socket),
    [Symbol.dispose]: () => socket.close(),
  };
}

async function untilClosed(socket: Deno.UnixConn): Promise<string> {
  const nothing = new Uint8Array(1);
  // Whatever it may say, as long as it is there.
  while (await socket.read(nothing).catch(() => null) !== null);
  return "bluetoothd has ended";
}
