import type { DbusMessage } from "../dbus/message.ts";
import type { DbusValue } from "../dbus/value.ts";
import { ADAPTER, BLUEZ } from "./bluez-adapter.ts";

/**
 * Signals of D-Bus that may tell the end of a publication.
 *
 * @param path the adapter's
 */
export function endSignals(path: string): string[] {
  return [
    "type='signal',sender='org.freedesktop.DBus'," +
    `member='NameOwnerChanged',arg0='${BLUEZ}'`,
    `type='signal',sender='${BLUEZ}',member='InterfacesRemoved'`,
    `type='signal',sender='${BLUEZ}',member='PropertiesChanged',path='${path}'`,
  ];
}

/** What a signal tells of the end of a publication, if it does. */
export function whyEnded(
  { member, body = [] }: DbusMessage,
  path: string,
  mustBeFound: boolean,
): string | undefined {
  const [first, second] = body;
  if (member === "NameOwnerChanged") return "bluetoothd has ended";
  if (member === "InterfacesRemoved") {
    return first === path ? "the adapter was pulled out" : undefined;
  }
  if (first !== ADAPTER) return undefined;
  if (isFalse(second, "Powered")) return "the adapter was switched off";
  return mustBeFound && isFalse(second, "Discoverable")
    ? "the adapter was hidden"
    : undefined;
}

/** Whether a dictionary of changed properties says so. */
function isFalse(changed: DbusValue | undefined, property: string): boolean {
  return Array.isArray(changed) &&
    changed.some(([name, variant]) =>
      name === property && variant.value === false
    );
}
