/** Where something listens on this or another machine. */
export type Endpoint =
  | { readonly host: string; readonly port: number }
  | { readonly path: string };

/** A host or an IPv6 address in brackets, then a port. */
const HOST_AND_PORT = /^(?:\[([^\]\s]+)\]|([^:\s/[\]]+)):(\d{1,5})$/;

/**
 * Reads `host:port`, or the absolute path of a Unix socket.
 *
 * @returns nothing when it is neither
 *
 * @example
 * ```ts
 * import { parseEndpoint } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const tor = { host: "127.0.0.1", port: 9050 };
 * assert.deepEqual(parseEndpoint("127.0.0.1:9050"), tor);
 * assert.deepEqual(parseEndpoint("/run/tor/socks"), { path: "/run/tor/socks" });
 * assert.equal(parseEndpoint("9050"), undefined);
 * ```
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  if (text.startsWith("/")) return { path: text };
  const [, ipv6, name, digits] = HOST_AND_PORT.exec(text) ?? [];
  const host = ipv6 ?? name;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65535) return undefined;
  return { host, port };
}
