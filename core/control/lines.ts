import { DecodeError } from "../errors.ts";

const NEWLINE = 0x0a;

/**
 * The lines of UTF-8 that come over a connection, without their ends. What
 * follows the last line end is no line.
 *
 * @param longest bytes of a line at most
 * @throws {DecodeError} at a longer one, before it is kept
 */
export async function* readLines(
  connection: Pick<Deno.Conn, "read">,
  longest: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16 * 1024);
  let parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) return;
    let rest = buffer.subarray(0, count);
    for (;;) {
      const end = rest.indexOf(NEWLINE);
      const part = end < 0 ? rest : rest.subarray(0, end);
      length += part.length;
      if (length > longest) {
        throw new DecodeError(`a line has more than ${longest} bytes`);
      }
      parts.push(part.slice());
      if (end < 0) break;
      yield decoder.decode(concat(parts, length));
      parts = [];
      length = 0;
      rest = rest.subarray(end + 1);
    }
  }
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Writes things as lines of JSON, all at once. */
export async function writeLines(
  connection: Pick<Deno.Conn, "write">,
  things: readonly unknown[],
): Promise<void> {
  const text = things.map((thing) => `${JSON.stringify(thing)}\n`).join("");
  let rest: Uint8Array<ArrayBufferLike> = new TextEncoder().encode(text);
  while (rest.length > 0) {
    rest = rest.subarray(await connection.write(rest));
  }
}
