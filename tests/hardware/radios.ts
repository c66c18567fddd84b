import assert from "node:assert/strict";
import { BluetoothAdapter } from "kozo";
import { eventually } from "../support/eventually.ts";

/** How many adapters the machine has. */
const ADAPTERS = 3;

/** The address of an adapter of this machine. */
export function addressOf(adapter: string): string {
  return new BluetoothAdapter(adapter).address;
}

/** Sets a property of an adapter, as `bluetoothctl` would. */
export async function setProperty(
  adapter: string,
  property: string,
  value: string,
): Promise<void> {
  await run(
    "dbus-send",
    "--system",
    "--print-reply",
    "--dest=org.bluez",
    `/org/bluez/${adapter}`,
    "org.freedesktop.DBus.Properties.Set",
    "string:org.bluez.Adapter1",
    `string:${property}`,
    `variant:${value}`,
  );
}

/** Switches an adapter off. */
export function switchOff(adapter: string): Promise<void> {
  return setProperty(adapter, "Powered", "boolean:false");
}

/** Switches an adapter on. */
export function switchOn(adapter: string): Promise<void> {
  return setProperty(adapter, "Powered", "boolean:true");
}

/** Takes an adapter's name away, behind the back of bluetoothd. */
export async function eraseName(adapter: string): Promise<void> {
  const zeros = (count: number) => Array.from({ length: count }, () => "0");
  await run("hcitool", "-i", adapter, "cmd", "3", "0x13", ...zeros(248));
  await run("hcitool", "-i", adapter, "cmd", "3", "0x52", ...zeros(241));
}

/** Ends bluetoothd. */
export async function stopBluetoothd(): Promise<void> {
  await killAll("bluetoothd");
}

/** Starts bluetoothd, with what the lab gives it. */
export async function startBluetoothd(): Promise<void> {
  start("/usr/libexec/bluetooth/bluetoothd --nodetach --compat");
  await adaptersAreThere();
}

/** Pulls all adapters out at once. */
export async function pullOut(): Promise<void> {
  await killAll("btvirt");
  await eventually(
    () => !isThere(0),
    () => "The adapters are there still",
  );
}

/** Plugs as many in again. */
export async function plugIn(): Promise<void> {
  start(`btvirt -B -l${ADAPTERS}`);
  await adaptersAreThere();
}

/** Runs a program to its end. */
export async function run(name: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(name, { args })
    .output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.ok(success, `${name} ${args.join(" ")}: ${text(stderr)}`);
  return text(stdout);
}

async function adaptersAreThere(): Promise<void> {
  await eventually(
    async () => {
      try {
        for (let id = 0; id < ADAPTERS; id++) {
          await setProperty(`hci${id}`, "Powered", "boolean:true");
          await setProperty(`hci${id}`, "Discoverable", "boolean:true");
        }
        return true;
      } catch {
        return false;
      }
    },
    () => "The adapters are not there",
  );
}

function isThere(id: number): boolean {
  try {
    Deno.statSync(`/sys/class/bluetooth/hci${id}`);
    return true;
  } catch {
    return false;
  }
}

async function killAll(name: string): Promise<void> {
  await run("pkill", "-x", name);
  await eventually(
    async () =>
      !(await new Deno.Command("pgrep", { args: ["-x", name] })
        .output()).success,
    () => `${name} does not end`,
  );
}

/** Starts a program that outlives this one. */
function start(command: string): void {
  const script = `setsid ${command} >/dev/null 2>&1 &`;
  new Deno.Command("sh", { args: ["-c", script] }).outputSync();
}
