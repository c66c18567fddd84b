import type { Kernel } from "../os/kernel.ts";
import { ADDRESS_SIZE, fromBytes, toBytes } from "./address.ts";
import type { HciDevice } from "./hci.ts";
import { type HciEvent, HciSocket, isStatusOf } from "./hci-socket.ts";
import { textOf } from "./inquiry-results.ts";

const REMOTE_NAME_REQUEST = 0x0419;
const REMOTE_NAME_CANCEL = 0x041a;
const REMOTE_NAME_COMPLETE = 0x07;

/** Page scan repetition mode R2, which all devices answer to; no clock known. */
const HOW_TO_PAGE = [2, 0, 0, 0];

/**
 * Asks a device for its name.
 *
 * @throws {OsError} `EHOSTDOWN` when it does not answer
 * @throws the signal's reason when that is aborted
 */
export async function requestName(
  kernel: Kernel,
  device: HciDevice,
  address: string,
  signal: AbortSignal,
): Promise<string> {
  const attempt = `Cannot ask "${address}" for its name`;
  const peer = toBytes(address);
  using socket = new HciSocket(
    kernel,
    device.id,
    [REMOTE_NAME_COMPLETE],
    attempt,
  );
  socket.send(REMOTE_NAME_REQUEST, new Uint8Array([...peer, ...HOW_TO_PAGE]));
  try {
    return await answer(socket, address, signal);
  } catch (error) {
    if (signal.aborted) cancel(socket, peer);
    throw error;
  }
}

async function answer(
  socket: HciSocket,
  address: string,
  signal: AbortSignal,
): Promise<string> {
  let isTaken = false;
  for (;;) {
    const event = await socket.next(signal);
    const [status] = event.parameters;
    if (isStatusOf(REMOTE_NAME_REQUEST, event)) {
      // Any later one is about somebody else's request.
      if (!isTaken) socket.check(status);
      isTaken = true;
    } else if (isAbout(address, event)) {
      socket.check(status);
      return textOf(event.parameters.subarray(1 + ADDRESS_SIZE));
    }
  }
}

function isAbout(address: string, { code, parameters }: HciEvent): boolean {
  return code === REMOTE_NAME_COMPLETE &&
    fromBytes(parameters.subarray(1)) === address;
}

/** Else an adapter that forgot the request would refuse the next one. */
function cancel(socket: HciSocket, peer: Uint8Array): void {
  try {
    socket.send(REMOTE_NAME_CANCEL, peer);
  } catch {
    // It was pulled out.
  }
}
