import { ConfigError } from "../errors.ts";

/**
 * Turns the bytes of a configuration file into text.
 *
 * @throws {ConfigError} with the place of the first byte that is not UTF-8
 */
export function decodeUtf8(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError(file, [{
      ...firstFault(bytes),
      message: "This is not UTF-8: save the file in that encoding",
    }]);
  }
}

/** Bytes that are UTF-8 stay the same when they are decoded and encoded. */
function firstFault(bytes: Uint8Array): { line: number; column: number } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoded = new TextEncoder().encode(decoder.decode(bytes));
  const fault = bytes.findIndex((byte, i) => byte !== encoded[i]);
  const lines = decoder.decode(bytes.subarray(0, fault)).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
