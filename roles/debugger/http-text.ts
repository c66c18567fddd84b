import { STATUS_CODES } from "node:http";
import type { Answer } from "./admission.ts";

/** An answer of HTTP, after which the connection is closed. */
export function renderAnswer({ status, text, headers }: Answer): Uint8Array {
  const body = new TextEncoder().encode(text);
  const all = {
    "content-type": "text/plain; charset=utf-8",
    ...headers,
    "content-length": body.length,
    connection: "close",
  };
  const head = renderHead(`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, all);
  return Uint8Array.from([...head, ...body]);
}

/**
 * What opens a WebSocket.
 *
 * @param key the one that the answer to it is made from
 */
export function renderUpgrade(url: string, key: string): Uint8Array {
  const { host, pathname } = new URL(url);
  return renderHead(`GET ${pathname} HTTP/1.1`, {
    host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": 13,
    "sec-websocket-key": key,
  });
}

function renderHead(
  first: string,
  headers: Readonly<Record<string, string | number>>,
): Uint8Array {
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`);
  return new TextEncoder().encode([first, ...lines, "", ""].join("\r\n"));
}
