/** Bytes that a head of HTTP may have. */
const MAX_HEAD = 8 * 1024;

const END = "\r\n\r\n";

/** A head of HTTP, and what has come after it already. */
export interface Head {
  /** Without the empty line at its end. */
  readonly text: string;
  readonly rest: Uint8Array;
}

/**
 * Reads from a connection up to the empty line that ends a head.
 *
 * @returns nothing when the connection ends before, or the head is too long
 */
export async function readHead(conn: Deno.Conn): Promise<Head | undefined> {
  const bytes = new Uint8Array(MAX_HEAD);
  let size = 0;
  while (size < MAX_HEAD) {
    const read = await conn.read(bytes.subarray(size));
    if (read === null) return undefined;
    size += read;
    // A byte is a character, so that places in the one are those in the other.
    const text = latin1.decode(bytes.subarray(0, size));
    const end = text.indexOf(END);
    if (end >= 0) {
      const rest = bytes.slice(end + END.length, size);
      return { text: text.slice(0, end), rest };
    }
  }
  return undefined;
}

const latin1 = new TextDecoder("latin1");
