import type { DbusConnection } from "../dbus/connection.ts";
import { type DbusValue, Variant } from "../dbus/value.ts";

/** bluetoothd's name on the bus. */
export const BLUEZ = "org.bluez";

/** What it calls the properties of an adapter. */
export const ADAPTER = "org.bluez.Adapter1";

const PROPERTIES = "org.freedesktop.DBus.Properties";

/** The properties of an adapter, as bluetoothd has them. */
export class BluezAdapter {
  readonly #connection: DbusConnection;
  readonly #path: string;

  /** @param path the adapter's: `/org/bluez/hci0` */
  constructor(connection: DbusConnection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  /** @throws as {@link DbusConnection.call} */
  async get(
    property: string,
    signal: AbortSignal,
  ): Promise<DbusValue | undefined> {
    const [value] = await this.#ask("Get", "ss", [property], signal);
    return value instanceof Variant ? value.value : undefined;
  }

  /** @throws as {@link DbusConnection.call} */
  async set(
    property: string,
    value: Variant,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask("Set", "ssv", [property, value], signal);
  }

  async #ask(
    member: string,
    signature: string,
    body: readonly DbusValue[],
    signal: AbortSignal,
  ): Promise<readonly DbusValue[]> {
    return await this.#connection.call({
      destination: BLUEZ,
      path: this.#path,
      interface: PROPERTIES,
      member,
      signature,
      body: [ADAPTER, ...body],
    }, signal);
  }
}
