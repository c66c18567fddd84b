/**
 * Ports of the loopback address that nobody uses at this moment. Somebody else
 * may take one before a node does: that node then says so and does not start.
 */
export function freePorts(count: number): number[] {
  // All are held at once, so that no two are the same.
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map(({ addr }) => addr.port);
  for (const listener of listeners) listener.close();
  return ports;
}
