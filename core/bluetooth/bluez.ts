import { realEnvironment, withDeadline } from "../environment.ts";
import { messageOf } from "../text.ts";
import { DbusConnection } from "../dbus/connection.ts";
import { DbusError } from "../dbus/dbus-error.ts";
import type { DbusMessage } from "../dbus/message.ts";
import { Variant } from "../dbus/value.ts";
import type { Kernel } from "../os/kernel.ts";
import { howToJoin } from "../os/owners.ts";
import { BluetoothError } from "./bluetooth-error.ts";
import { BLUETOOTHD_PATIENCE, tooLate } from "./bluetoothd.ts";
import { BLUEZ, BluezAdapter } from "./bluez-adapter.ts";
import { findDevice, nameOf } from "./find-device.ts";
import type { HciDevice } from "./hci.ts";
import { endSignals, whyEnded } from "./publication-end.ts";
import type { Publication, PublicationOptions } from "./vocabulary.ts";
import {
  connectable,
  discoverable,
  keep,
  type VisibleAdapter,
} from "./visibility.ts";
import { recordToXml } from "./sdp/record-xml.ts";
import { toRecord } from "./sdp/record.ts";

const BUS_SOCKET = "/run/dbus/system_bus_socket";

const NOT_RUNNING = 'bluetoothd is not running: install the package "bluez", ' +
  'and run "sudo systemctl enable --now bluetooth"';

const notRunning = () => NOT_RUNNING;

/** What errors of D-Bus mean here, and what can be done about each. */
const REMEDIES: Readonly<Record<string, () => string>> = {
  "org.freedesktop.DBus.Error.ServiceUnknown": notRunning,
  "org.freedesktop.DBus.Error.NameHasNoOwner": notRunning,
  "org.freedesktop.DBus.Error.AccessDenied": () =>
    `only root and the group "bluetooth" may: ${howToJoin("bluetooth")}`,
  "org.freedesktop.DBus.Error.UnknownObject": () =>
    "bluetoothd does not know the adapter yet",
  "org.bluez.Error.Blocked": () =>
    'a radio switch blocks the adapter: run "rfkill unblock bluetooth"',
};

/**
 * Has bluetoothd publish a service, and lets the adapter be found, or connected
 * to.
 *
 * @throws {BluetoothError} when it is not there, or refuses
 * @throws the signal's reason when that is aborted
 */
export async function publishByDbus(
  kernel: Kernel,
  device: HciDevice,
  options: PublicationOptions,
  signal: AbortSignal,
): Promise<Publication> {
  const ended = Promise.withResolvers<string>();
  try {
    const { connection, adapter, visibility } = await withDeadline(
      realEnvironment,
      BLUETOOTHD_PATIENCE,
      signal,
      tooLate,
      (limited) => open(kernel, device, options, ended.resolve, limited),
    );
    connection.ended.then(() => ended.resolve("D-Bus has ended"));
    const life = new AbortController();
    keep(visibility, adapter, life.signal)
      .catch((error) => ended.resolve(reasonOf(error)))
      .finally(() => connection[Symbol.dispose]());
    return {
      ended: ended.promise,
      [Symbol.dispose]: () => life.abort(),
    };
  } catch (cause) {
    signal.throwIfAborted();
    const { name } = options.service;
    throw explained(`Cannot publish the Bluetooth service "${name}"`, cause);
  }
}

/** @param onEnd is told why others cannot reach the service any more */
async function open(
  kernel: Kernel,
  device: HciDevice,
  options: PublicationOptions,
  onEnd: (why: string) => void,
  signal: AbortSignal,
) {
  const path = `/org/bluez/${nameOf(device)}`;
  const onSignal = (message: DbusMessage) => {
    const why = whyEnded(message, path, options.discoverable);
    if (why !== undefined) onEnd(why);
  };
  const connection = await DbusConnection.open(BUS_SOCKET, onSignal, signal);
  try {
    for (const rule of endSignals(path)) {
      await connection.subscribe(rule, signal);
    }
    await register(connection, options, signal);
    const adapter: VisibleAdapter = {
      properties: new BluezAdapter(connection, path),
      environment: realEnvironment,
      isConnectable: () => findDevice(kernel, nameOf(device)).isConnectable,
    };
    await adapter.properties.set("Powered", new Variant("b", true), signal);
    const visibility = options.discoverable ? discoverable : connectable;
    await visibility.ensure(adapter, signal);
    return { connection, adapter, visibility };
  } catch (error) {
    connection[Symbol.dispose]();
    throw error;
  }
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
