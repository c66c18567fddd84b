import type { Kernel } from "../os/kernel.ts";
import { hasCode } from "../os/os-error.ts";
import { all, quote } from "../wording.ts";
import { BluetoothError } from "./bluetooth-error.ts";
import { type HciDevice, listDevices } from "./hci.ts";

/**
 * Finds an adapter that is plugged in.
 *
 * @param wanted its name (`hci0`) or its address; left out: the first there is
 * @throws {BluetoothError} when it is not there
 */
export function findDevice(
  kernel: Kernel,
  wanted: string | undefined,
): HciDevice {
  const devices = list(kernel).toSorted((a, b) => a.id - b.id);
  const found = devices.find((device) =>
    wanted === undefined || nameOf(device) === wanted.toLowerCase() ||
    device.address === wanted.toLowerCase()
  );
  if (found !== undefined) return found;
  const which = wanted === undefined
    ? "a Bluetooth adapter"
    : `the Bluetooth adapter ${quote(wanted)}`;
  const others = devices.length === 0
    ? 'none is plugged in or, on a Raspberry Pi, "dtoverlay=disable-bt" ' +
      "switches it off"
    : `there is ${all(devices.map(nameOf))}`;
  throw new BluetoothError(`Cannot find ${which}: ${others}`);
}

/**
 * Finds an adapter that is plugged in and switched on.
 *
 * @throws {BluetoothError} when it is not
 */
export function findWorkingDevice(
  kernel: Kernel,
  wanted: string | undefined,
): HciDevice {
  const device = findDevice(kernel, wanted);
  if (device.isUp) return device;
  const why = isBlocked(device)
    ? 'a radio switch blocks it: run "rfkill unblock bluetooth"'
    : 'it is switched off: run "bluetoothctl power on", and see whether ' +
      'bluetoothd runs ("systemctl status bluetooth")';
  throw new BluetoothError(
    `Cannot use the Bluetooth adapter "${nameOf(device)}": ${why}`,
  );
}

/** How the system calls an adapter: `hci0`. */
export function nameOf({ id }: HciDevice): string {
  return `hci${id}`;
}

function list(kernel: Kernel): HciDevice[] {
  try {
    return listDevices(kernel);
  } catch (cause) {
    if (!hasCode(cause, "EAFNOSUPPORT", "EPROTONOSUPPORT")) throw cause;
    throw new BluetoothError(
      "Cannot use Bluetooth: this kernel has none, or its module is not " +
        'loaded: run "sudo modprobe bluetooth"',
      { cause },
    );
  }
}

/** Whether a switch, or `rfkill block`, keeps an adapter off. */
function isBlocked(device: HciDevice): boolean {
  const folder = `/sys/class/bluetooth/${nameOf(device)}`;
  try {
    const switches = [...Deno.readDirSync(folder)]
      .filter(({ name }) => name.startsWith("rfkill"));
    return switches.some(({ name }) =>
      ["soft", "hard"].some((kind) =>
        Deno.readTextFileSync(`${folder}/${name}/${kind}`).trim() === "1"
      )
    );
  } catch {
    return false;
  }
}
