const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What a short UUID stands for: these digits after its own. */
const BASE = "-0000-1000-8000-00805f9b34fb";

/** Whether a text is a UUID, as `uuidgen` prints them. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A UUID that the Bluetooth standard has given a number. */
export function shortUuid(number: number): string {
  return number.toString(16).padStart(8, "0") + BASE;
}

/** A UUID in as few bytes as can tell it: 2, 4 or 16. */
export function uuidToBytes(uuid: string): Uint8Array<ArrayBuffer> {
  const text = uuid.toLowerCase();
  if (!text.endsWith(BASE)) return Uint8Array.fromHex(text.replaceAll("-", ""));
  const short = Uint8Array.fromHex(text.slice(0, 8));
  return short[0] === 0 && short[1] === 0 ? short.slice(2) : short;
}

/** The UUID that 2, 4 or 16 bytes tell. */
export function uuidFromBytes(bytes: Uint8Array): string {
  const digits = bytes.toHex();
  if (bytes.length < 16) return digits.padStart(8, "0") + BASE;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
