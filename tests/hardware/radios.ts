import assert from "node:assert/strict";
import { BluetoothAdapter } from "kozo";
import { eventually } from "../support/eventually.ts";

/** How many adapters the machine has. */
const ADAPTERS = 3;

/** Where D-Bus is reached. */
const BUS = "/run/dbus/system_bus_socket";

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
  const args = [`string:${property}`, `variant:${value}`];
  await askProperties(adapter, "Set", ...args);
}

/** A property of an adapter: `true`, `180`. */
export async function propertyOf(
  adapter: string,
  property: string,
): Promise<string | undefined> {
  const answer = await askProperties(adapter, "Get", `string:${property}`);
  return answer.trim().split(/\s+/).at(-1);
}

async function askProperties(
  adapter: string,
  method: string,
  ...args: readonly string[]
): Promise<string> {
  return await run(
    "dbus-send",
    "--system",
    "--print-reply",
    "--dest=org.bluez",
    `/org/bluez/${adapter}`,
    `org.freedesktop.DBus.Properties.${method}`,
    "string:org.bluez.Adapter1",
    ...args,
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
  await end("bluetoothd");
}

/** Starts bluetoothd, with what the lab gives it. */
export async function startBluetoothd(): Promise<void> {
  start("/usr/libexec/bluetooth/bluetoothd --nodetach --compat");
  await adaptersAreThere();
}

/** Hides D-Bus from whoever comes now; bluetoothd keeps its connection. */
export async function hideDbus(): Promise<void> {
  await Deno.rename(BUS, `${BUS}.hidden`);
}

/** Undoes {@link hideDbus}. */
export async function showDbus(): Promise<void> {
  await Deno.rename(`${BUS}.hidden`, BUS);
}

/** Has D-Bus read its rules again. */
export async function reloadDbus(): Promise<void> {
  await run(
    "dbus-send",
    "--system",
    "--print-reply",
    "--dest=org.freedesktop.DBus",
    "/",
    "org.freedesktop.DBus.ReloadConfig",
  );
}

/** Has the adapters answer nothing for a while. */
export async function paralyse(seconds: number): Promise<void> {
  for (const id of processesOf("btvirt")) Deno.kill(id, "SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  for (const id of processesOf("btvirt")) Deno.kill(id, "SIGCONT");
}

/** Pulls all adapters out at once. */
export async function pullOut(): Promise<void> {
  await end("btvirt");
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

/** Ends a program of this machine, and waits until it is gone. */
async function end(name: string): Promise<void> {
  for (const id of processesOf(name)) Deno.kill(id, "SIGTERM");
  await eventually(
    () => processesOf(name).length === 0,
    () => `${name} does not end`,
  );
}

/** The numbers of the processes that run a program. */
function processesOf(name: string): number[] {
  return [...Deno.readDirSync("/proc")]
    .map((entry) => Number(entry.name))
    .filter((id) => id > 0 && nameOf(id) === name);
}

/** What a process runs; one that is gone runs nothing. */
function nameOf(id: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${id}/comm`).trim();
  } catch {
    return "";
  }
}

/** Starts a program that outlives this one. */
function start(command: string): void {
  const script = `setsid ${command} >/dev/null 2>&1 &`;
  new Deno.Command("sh", { args: ["-c", script] }).outputSync();
}
