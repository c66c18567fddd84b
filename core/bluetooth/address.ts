import type { Bytes } from "../os/libc.ts";

/** Bytes of a device's address. */
export const ADDRESS_SIZE = 6;

const ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** Whether a text is the address of a device, such as `b8:27:eb:01:02:03`. */
export function isBluetoothAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** An address as Bluetooth has it: the last byte first. */
export function toBytes(address: string): Bytes {
  return Uint8Array.fromHex(address.replaceAll(":", "")).reverse();
}

/** The text of an address, in small letters. */
export function fromBytes(bytes: Uint8Array): string {
  const digits = bytes.slice(0, ADDRESS_SIZE).reverse().toHex();
  return digits.replace(/(..)(?=.)/g, "$1:");
}
