/** Somebody at a node's port who is no node. */
export class RawPeer implements Disposable {
  readonly #connection: Deno.TcpConn;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects to a port of this machine. */
  static async connect(port: number): Promise<RawPeer> {
    return new RawPeer(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  /** Says something, or as much of it as the other side lets in. */
  async say(words: string | Uint8Array): Promise<void> {
    const bytes = typeof words === "string"
      ? new TextEncoder().encode(words)
      : words;
    for (let sent = 0; sent < bytes.length;) {
      const size = await unlessClosed(
        this.#connection.write(bytes.subarray(sent)),
      );
      if (size === null) return;
      sent += size;
    }
  }

  /** Waits until the other side has closed, and gives all that it has said. */
  async untilClosed(): Promise<string> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(4096);
    let heard = "";
    for (;;) {
      const size = await unlessClosed(this.#connection.read(buffer));
      if (size === null) return heard + decoder.decode();
      heard += decoder.decode(buffer.subarray(0, size), { stream: true });
    }
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/** Sockets that the other side has closed without reading on say so in errors. */
async function unlessClosed<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    const isClosed = error instanceof Deno.errors.ConnectionReset ||
      error instanceof Deno.errors.BrokenPipe;
    if (!isClosed) throw error;
    return null;
  }
}
