import type { Socket } from "node:net";
import { LinkError, LinkReason } from "../errors.ts";
import { hasCode } from "../failure.ts";
import { messageOf } from "../text.ts";
import { quote } from "../wording.ts";
import { asCircuit } from "./circuit.ts";
import { dialSocket } from "./dial.ts";
import { parseEndpoint } from "./endpoint.ts";
import { onionNameFault } from "./onion-name.ts";
import { requestSocks, SocksRefusal } from "./socks.ts";

/** Where Tor takes connections unless it is told otherwise. */
export const TOR_SOCKS = "127.0.0.1:9050";

/** What is normal for a connection through Tor. All are seconds. */
export const TOR_LIMITS = {
  /**
   * That Tor may need to build what it takes. It would try for longer, but a
   * new try takes another way.
   */
  connect: 30,
  /** That two nodes may need to prove themselves, over a slow circuit. */
  handshake: 60,
  /** For which a circuit may stand still and yet go on. */
  patience: 20,
} as const;

/** What Tor's codes mean; those from 0xf0 on come with `ExtendedErrors`. */
const MEANINGS: ReadonlyMap<number, readonly [LinkReason, string]> = new Map([
  [0x01, [
    LinkReason.Refused,
    "nobody listens behind the onion service, or it lets in known clients " +
    "only; has the node been started?",
  ]],
  [0x02, [LinkReason.Unreachable, "Tor is configured not to allow it"]],
  [0x03, [LinkReason.Unreachable, "Tor finds no way there"]],
  [0x04, [
    LinkReason.Unpublished,
    "Tor does not find the onion service; is it up, and the address right?",
  ]],
  [0x05, [LinkReason.Refused, "the onion service has no such port"]],
  [0x06, [LinkReason.Timeout, "Tor has given up"]],
  [0xf0, [
    LinkReason.Unpublished,
    "the onion service has not published itself; is it up, and the address " +
    "right?",
  ]],
  [0xf1, [
    LinkReason.Unpublished,
    "what the onion service has published cannot be read",
  ]],
  [0xf2, [
    LinkReason.Circuit,
    "the onion service is not where it says; has it just been started anew?",
  ]],
  [0xf3, [LinkReason.Circuit, "the onion service does not come to meet us"]],
  [0xf4, [
    LinkReason.ClientAuth,
    "the onion service is for known clients only, and Tor has no key for it",
  ]],
  [0xf5, [
    LinkReason.ClientAuth,
    "the onion service is for known clients only, and Tor has the wrong key",
  ]],
  [0xf6, [LinkReason.Resolve, "Tor takes it for no onion address"]],
  [0xf7, [LinkReason.Circuit, "the onion service's doormen do not answer"]],
]);

/**
 * What keeps a text from saying where Tor listens, to follow it.
 *
 * @param example what could stand there. Default: {@link TOR_SOCKS}
 * @returns nothing when it says so: `host:port`, or the path of a Unix socket
 */
export function torEndpointFault(
  text: string,
  example: string = TOR_SOCKS,
): string | undefined {
  return parseEndpoint(text) === undefined
    ? `is ${quote(text)}, expected a host and a port such as ` +
      `${quote(example)}, or the path of a Unix socket`
    : undefined;
}

/**
 * Connects through Tor to an onion service. Tor alone gets to see its name:
 * this machine does not try to resolve it. Each attempt goes over a circuit of
 * its own, so that one that hangs cannot hold up the next. When it ends, that
 * has the reason {@link LinkReason.Circuit}.
 *
 * @param proxy where Tor listens for SOCKS: `host:port`, or the path of a Unix
 * socket
 * @throws {LinkError} with the reason: {@link LinkReason.TorDown},
 * {@link LinkReason.Unpublished}, {@link LinkReason.Circuit} and others
 * @throws the signal's reason when that is aborted; Tor itself gives up only
 * after two minutes
 */
export async function dialThroughTor(
  host: string,
  port: number,
  proxy: string,
  signal: AbortSignal,
): Promise<Socket> {
  const attempt = `${host}:${port}`;
  const fault = onionNameFault(host);
  if (fault !== undefined) {
    throw new LinkError(LinkReason.Resolve, `"${host}" ${fault}`);
  }
  const socket = await dialProxy(proxy, signal);
  // A name and password that were never used before get a new circuit.
  const isolation = { user: "kozo", password: crypto.randomUUID() };
  try {
    await requestSocks(socket, { host, port, ...isolation }, signal);
    return asCircuit(socket);
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw explain(error, attempt, proxy);
  }
}

async function dialProxy(proxy: string, signal: AbortSignal): Promise<Socket> {
  const endpoint = parseEndpoint(proxy);
  if (endpoint === undefined) {
    const fault = `The SOCKS proxy ${torEndpointFault(proxy)}`;
    throw new LinkError(LinkReason.TorDown, fault);
  }
  try {
    return await dialSocket(endpoint, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const why = hasCode(cause, "ECONNREFUSED", "ENOENT")
      ? "nobody listens there; is Tor installed, and does it run?"
      : messageOf(cause);
    const message = `Cannot reach Tor at ${proxy}: ${why}`;
    throw new LinkError(LinkReason.TorDown, message, { cause });
  }
}

function explain(cause: unknown, attempt: string, proxy: string): LinkError {
  if (!(cause instanceof SocksRefusal)) {
    const message = `Tor at ${proxy} does not answer as it should: ${
      messageOf(cause)
    }`;
    return new LinkError(LinkReason.TorDown, message, { cause });
  }
  const [reason, words] = MEANINGS.get(cause.code) ??
    [LinkReason.Circuit, cause.message];
  return new LinkError(reason, `${attempt}: ${words}`, { cause });
}
