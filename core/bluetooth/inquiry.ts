import type { Kernel } from "../os/kernel.ts";
import type { HciDevice } from "./hci.ts";
import { HciSocket, isStatusOf, isSuccessOf } from "./hci-socket.ts";
import {
  EXTENDED_INQUIRY_RESULT,
  INQUIRY_COMPLETE,
  INQUIRY_RESULT,
  INQUIRY_RESULT_WITH_RSSI,
  readInquiryResults,
} from "./inquiry-results.ts";
import type { FoundDevice } from "./vocabulary.ts";

const INQUIRY = 0x0401;
const INQUIRY_CANCEL = 0x0402;

/** What an adapter answers that has something else to do. */
const NOT_NOW = 0x0c;

/** Whom to look for: all that can be found. The last byte comes first. */
const GENERAL_ACCESS = [0x33, 0x8b, 0x9e];

/** Seconds of one unit of an inquiry's length. */
const UNIT = 1.28;
const MOST_UNITS = 48;

const ALL_ANSWERS = 0;

/**
 * Looks for devices in range that let themselves be found.
 *
 * @param seconds how long, rounded to 1.28 s, and 61 s at most
 * @returns each device once, as it answered last
 * @throws {OsError} `EBUSY` while somebody else searches with this adapter, or
 * when it begins to connect to a device meanwhile
 * @throws the signal's reason when that is aborted
 */
export async function inquire(
  kernel: Kernel,
  device: HciDevice,
  seconds: number,
  signal: AbortSignal,
): Promise<FoundDevice[]> {
  const attempt = `Cannot search with the Bluetooth adapter "hci${device.id}"`;
  using socket = new HciSocket(kernel, device.id, [
    INQUIRY_COMPLETE,
    INQUIRY_RESULT,
    INQUIRY_RESULT_WITH_RSSI,
    EXTENDED_INQUIRY_RESULT,
  ], attempt);
  const units = Math.min(Math.max(Math.round(seconds / UNIT), 1), MOST_UNITS);
  socket.send(INQUIRY, new Uint8Array([...GENERAL_ACCESS, units, ALL_ANSWERS]));
  try {
    return await collect(socket, signal);
  } catch (error) {
    if (signal.aborted) stop(socket);
    throw error;
  }
}

async function collect(
  socket: HciSocket,
  signal: AbortSignal,
): Promise<FoundDevice[]> {
  const found = new Map<string, FoundDevice>();
  // Whoever asks an adapter that is busy is refused, which all are told: it
  // concerns the one who asked last.
  let asked = 0;
  for (;;) {
    const event = await socket.next(signal);
    const [status] = event.parameters;
    if (isStatusOf(INQUIRY, event)) {
      asked++;
      if (asked === 1) socket.check(status);
    } else if (event.code === INQUIRY_COMPLETE && asked > 0) {
      if (asked === 1) socket.check(status);
      if (status === 0) return [...found.values()];
    } else if (isSuccessOf(INQUIRY_CANCEL, event) && asked > 0) {
      // So does the kernel when somebody begins to connect, and nothing more
      // is heard of the search.
      socket.check(NOT_NOW);
    }
    for (const device of readInquiryResults(event)) {
      found.set(device.address, { ...found.get(device.address), ...device });
    }
  }
}

/** An adapter that is gone searches no more. */
function stop(socket: HciSocket): void {
  try {
    socket.send(INQUIRY_CANCEL, new Uint8Array(0));
  } catch {
    // It was pulled out.
  }
}
