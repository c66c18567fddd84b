/**
 * Ports below those that Linux gives to whoever connects, or asks for any: so
 * nobody gets one of them by chance before a node listens.
 */
const LOWEST = 16_384;
const HIGHEST = 32_767;

/** How many are tried for one that is free. */
const TRIES = 100;

/**
 * Ports of the loopback address that nobody uses at this moment. Somebody else
 * may take one before a node does: that node then says so and does not start.
 *
 * @throws {Deno.errors.AddrInUse} when none is found
 */
export function freePorts(count: number): number[] {
  const listeners: Deno.TcpListener[] = [];
  try {
    // All are held at once, so that no two are the same.
    while (listeners.length < count) listeners.push(listenSomewhere());
    return listeners.map(({ addr }) => addr.port);
  } finally {
    for (const listener of listeners) listener.close();
  }
}

function listenSomewhere(triesLeft = TRIES): Deno.TcpListener {
  const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
  try {
    return Deno.listen({ hostname: "127.0.0.1", port });
  } catch (error) {
    const isTaken = error instanceof Deno.errors.AddrInUse;
    if (!isTaken || triesLeft <= 1) throw error;
    return listenSomewhere(triesLeft - 1);
  }
}
