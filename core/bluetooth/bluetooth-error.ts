import { KozoError } from "../errors.ts";

/** There is no Bluetooth to be had; the message says what to do about it. */
export class BluetoothError extends KozoError {
  /** The name of the class. */
  override name = "BluetoothError";
}
