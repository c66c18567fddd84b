import { KozoError } from "../errors.ts";
import { printable } from "../text.ts";

/** Longer than any answer to a user's number. */
const MOST_BYTES = 512;

/**
 * Tells the bus who is speaking. The system itself tells it that this is true.
 *
 * @throws {KozoError} when the bus does not let the user in
 */
export async function authenticate(socket: Deno.UnixConn): Promise<void> {
  const user = new TextEncoder().encode(String(Deno.uid())).toHex();
  await say(socket, `\0AUTH EXTERNAL ${user}\r\n`);
  const answer = await readLine(socket);
  if (!answer.startsWith("OK ")) {
    throw new KozoError(`D-Bus does not let us in: "${printable(answer)}"`);
  }
  await say(socket, "BEGIN\r\n");
}

async function say(socket: Deno.UnixConn, line: string): Promise<void> {
  // Nothing has been sent before: so few bytes go at once.
  await socket.write(new TextEncoder().encode(line));
}

async function readLine(socket: Deno.UnixConn): Promise<string> {
  const byte = new Uint8Array(1);
  let line = "";
  while (!line.endsWith("\r\n") && line.length < MOST_BYTES) {
    if (await socket.read(byte) === null) break;
    line += String.fromCharCode(byte[0] ?? 0);
  }
  return line.trimEnd();
}
