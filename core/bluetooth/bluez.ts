import { realEnvironment, withDeadline } from "../environment.ts";
import { messageOf } from "../text.ts";
import { DbusConnection } from "../dbus/connection.ts";
import { DbusError } from "../dbus/dbus-error.ts";
import type { DbusMessage } from "../dbus/message.ts";
import { type DbusValue, Variant } from "../dbus/value.ts";
import { userName } from "../os/owners.ts";
import { BluetoothError } from "./bluetooth-error.ts";
import { BLUETOOTHD_PATIENCE, tooLate } from "./bluetoothd.ts";
import { nameOf } from "./find-device.ts";
import type { HciDevice } from "./hci.ts";
import type { Publication, PublicationOptions } from "./vocabulary.ts";
import { recordToXml } from "./sdp/record-xml.ts";
import { toRecord } from "./sdp/record.ts";

const BUS_SOCKET = "/run/dbus/system_bus_socket";

const BLUEZ = "org.bluez";
const ADAPTER = "org.bluez.Adapter1";
const PROPERTIES = "org.freedesktop.DBus.Properties";

const NOT_RUNNING = 'bluetoothd is not running: install the package "bluez", ' +
  'and run "sudo systemctl enable --now bluetooth"';

const notRunning = () => NOT_RUNNING;

/** What errors of D-Bus mean here, and what can be done about each. */
const REMEDIES: Readonly<Record<string, () => string>> = {
  "org.freedesktop.DBus.Error.ServiceUnknown": notRunning,
  "org.freedesktop.DBus.Error.NameHasNoOwner": notRunning,
  "org.freedesktop.DBus.Error.AccessDenied": () =>
    'only root and the group "bluetooth" may: run "sudo usermod -aG ' +
    `bluetooth ${userName()}", and start the node from a new login`,
  "org.freedesktop.DBus.Error.UnknownObject": () =>
    "bluetoothd does not know the adapter yet",
  "org.bluez.Error.Blocked": () =>
    'a radio switch blocks the adapter: run "rfkill unblock bluetooth"',
};

/**
 * Has bluetoothd publish a service, and make the adapter discoverable.
 *
 * @throws {BluetoothError} when it is not there, or refuses
 * @throws the signal's reason when that is aborted
 */
export async function publishByDbus(
  device: HciDevice,
  options: PublicationOptions,
  signal: AbortSignal,
): Promise<Publication> {
  const { name } = options.service;
  const ended = Promise.withResolvers<string>();
  const path = `/org/bluez/${nameOf(device)}`;
  const onSignal = (message: DbusMessage) => {
    const why = whyEnded(message, path);
    if (why !== undefined) ended.resolve(why);
  };
  try {
    const connection = await withDeadline(
      realEnvironment,
      BLUETOOTHD_PATIENCE,
      signal,
      tooLate,
      (limited) => open(path, options, onSignal, limited),
    );
    connection.ended.then(() => ended.resolve("D-Bus has ended"));
    return {
      ended: ended.promise,
      [Symbol.dispose]: () => connection[Symbol.dispose](),
    };
  } catch (cause) {
    signal.throwIfAborted();
    throw explained(`Cannot publish the Bluetooth service "${name}"`, cause);
  }
}

async function open(
  path: string,
  options: PublicationOptions,
  onSignal: (message: DbusMessage) => void,
  signal: AbortSignal,
): Promise<DbusConnection> {
  const connection = await DbusConnection.open(BUS_SOCKET, onSignal, signal);
  try {
    for (const rule of rules(path)) await connection.subscribe(rule, signal);
    await register(connection, options, signal);
    await switchOn(connection, path, options.discoverable, signal);
    return connection;
  } catch (error) {
    connection[Symbol.dispose]();
    throw error;
  }
}

/** Signals that may tell the end of a publication. */
function rules(path: string): string[] {
  return [
    "type='signal',sender='org.freedesktop.DBus'," +
    `member='NameOwnerChanged',arg0='${BLUEZ}'`,
    `type='signal',sender='${BLUEZ}',member='InterfacesRemoved'`,
    `type='signal',sender='${BLUEZ}',member='PropertiesChanged',path='${path}'`,
  ];
}

async function register(
  connection: DbusConnection,
  { service }: PublicationOptions,
  signal: AbortSignal,
): Promise<void> {
  const record = recordToXml(toRecord(service));
  await connection.call({
    destination: BLUEZ,
    path: "/org/bluez",
    interface: "org.bluez.ProfileManager1",
    member: "RegisterProfile",
    signature: "osa{sv}",
    body: ["/kozo", service.uuid, [
      ["Name", new Variant("s", service.name)],
      ["Role", new Variant("s", "server")],
      // With it, and without a channel, bluetoothd publishes and no more.
      ["ServiceRecord", new Variant("s", record)],
    ]],
  }, signal);
}

async function switchOn(
  connection: DbusConnection,
  path: string,
  discoverable: boolean,
  signal: AbortSignal,
): Promise<void> {
  const set = (property: string, value: Variant) =>
    connection.call({
      destination: BLUEZ,
      path,
      interface: PROPERTIES,
      member: "Set",
      signature: "ssv",
      body: [ADAPTER, property, value],
    }, signal);
  await set("Powered", new Variant("b", true));
  if (!discoverable) return;
  // Else it is for three minutes.
  await set("DiscoverableTimeout", new Variant("u", 0));
  await set("Discoverable", new Variant("b", true));
}

/** What a signal tells of the end of a publication, if it does. */
function whyEnded(
  { member, body = [] }: DbusMessage,
  path: string,
): string | undefined {
  const [first, second] = body;
  if (member === "NameOwnerChanged") return "bluetoothd has ended";
  if (member === "InterfacesRemoved") {
    return first === path ? "the adapter was pulled out" : undefined;
  }
  if (first !== ADAPTER) return undefined;
  if (isFalse(second, "Powered")) return "the adapter was switched off";
  if (isFalse(second, "Discoverable")) return "the adapter was hidden";
  return undefined;
}

/** Whether a dictionary of changed properties says so. */
function isFalse(changed: DbusValue | undefined, property: string): boolean {
  return Array.isArray(changed) &&
    changed.some(([name, variant]) =>
      name === property && variant.value === false
    );
}

function explained(attempt: string, cause: unknown): BluetoothError {
  return new BluetoothError(`${attempt}: ${reasonOf(cause)}`, { cause });
}

function reasonOf(error: unknown): string {
  if (error instanceof DbusError) {
    return REMEDIES[error.code]?.() ?? error.message;
  }
  const isBusThere = !(error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.ConnectionRefused);
  return isBusThere ? messageOf(error) : `D-Bus is not running, and so ` +
    `${NOT_RUNNING}`;
}
