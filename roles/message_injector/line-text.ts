import { LineError } from "./line-error.ts";

/**
 * The text of a line.
 *
 * @throws {LineError} when it is not UTF-8
 */
export function textOfLine(bytes: Uint8Array): string {
  try {
    return decode(bytes, true);
  } catch {
    const text = decode(bytes, false);
    throw new LineError(columnOfFault(bytes, text), "the line is not UTF-8");
  }
}

function decode(bytes: Uint8Array, fatal: boolean): string {
  return new TextDecoder("utf-8", { fatal, ignoreBOM: true }).decode(bytes);
}

/** Where text, in which something stands for the fault, is not the bytes. */
function columnOfFault(bytes: Uint8Array, text: string): number {
  const again = new TextEncoder().encode(text);
  const index = again.findIndex((byte, i) => byte !== bytes[i]);
  return decode(again.subarray(0, index), false).length + 1;
}
