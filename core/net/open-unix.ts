/**
 * Connects to a Unix socket, and says there what has to be said first. When
 * that fails, or the signal is aborted meanwhile, the connection is closed.
 *
 * @param path where the socket is
 * @param greet says it; what it returns has the connection then
 * @throws whatever `greet` throws, or the signal's reason when that is aborted
 */
export async function openUnix<T>(
  path: string,
  signal: AbortSignal,
  greet: (connection: Deno.UnixConn) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const connection = await Deno.connect({ transport: "unix", path });
  const hangUp = () => closeQuietly(connection);
  signal.addEventListener("abort", hangUp, { once: true });
  try {
    // Of what was aborted while it connected nobody is told.
    signal.throwIfAborted();
    const greeted = await greet(connection);
    signal.throwIfAborted();
    return greeted;
  } catch (error) {
    hangUp();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", hangUp);
  }
}

/** Closes a connection that may have been closed on an error. */
export function closeQuietly(connection: Deno.UnixConn): void {
  try {
    connection.close();
  } catch {
    // It was.
  }
}
