import {
  type Environment,
  realEnvironment,
  withDeadline,
} from "../../environment.ts";
import { openUnix } from "../../net/open-unix.ts";
import type { Kernel } from "../../os/kernel.ts";
import { toBytes } from "../address.ts";
import { BLUETOOTHD_PATIENCE, tooLate } from "../bluetoothd.ts";
import { type HciDevice, makeReachable } from "../hci.ts";
import type { Publication, PublicationOptions } from "../vocabulary.ts";
import { MAX_PDU_SIZE, readRegisterResponse, registerRequest } from "./pdu.ts";
import { encodeRecord, toRecord } from "./record.ts";

/** Where bluetoothd listens, and the clock. */
export interface SdpPlace {
  readonly path: string;
  readonly environment: Environment;
}

/** bluetoothd listens there when it was started with `--compat`; for root. */
const DEFAULT_PLACE: SdpPlace = {
  path: "/run/sdp",
  environment: realEnvironment,
};

/**
 * Lets others find a service on one adapter, while a connection to bluetoothd's
 * own socket lives.
 *
 * @throws {Error} when there is no such socket, or bluetoothd says no, or
 * nothing at all
 * @throws the signal's reason when that is aborted
 */
export async function publishBySocket(
  kernel: Kernel,
  device: HciDevice,
  { service, discoverable }: PublicationOptions,
  signal: AbortSignal,
  { path, environment }: SdpPlace = DEFAULT_PLACE,
): Promise<Publication> {
  const request = registerRequest(
    toBytes(device.address),
    encodeRecord(toRecord(service)),
  );
  const socket = await withDeadline(
    environment,
    BLUETOOTHD_PATIENCE,
    signal,
    tooLate,
    (limited) =>
      openUnix(path, limited, async (socket) => {
        await socket.write(request);
        const answer = new Uint8Array(MAX_PDU_SIZE);
        const size = await socket.read(answer) ?? 0;
        readRegisterResponse(answer.subarray(0, size));
        makeReachable(kernel, device, discoverable);
        return socket;
      }),
  );
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
