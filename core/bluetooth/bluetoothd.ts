import { BluetoothError } from "./bluetooth-error.ts";

/** Seconds that bluetoothd may take for all that it is asked. */
export const BLUETOOTHD_PATIENCE = 20;

/** What is said of a bluetoothd that takes longer. */
export function tooLate(seconds = BLUETOOTHD_PATIENCE): BluetoothError {
  return new BluetoothError(`bluetoothd does not answer within ${seconds} s`);
}
