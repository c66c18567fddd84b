/** Version 5 of the protocol, RFC 1928. */
const VERSION = 5;

/** User name and password, RFC 1929. */
const PASSWORD_METHOD = 2;

/** The longest text that the protocol can carry, in bytes. */
const LONGEST = 255;

/** What proves to the proxy who asks; Tor takes any, to tell streams apart. */
export interface SocksCredentials {
  readonly user: string;
  readonly password: string;
}

/** What the proxy has answered a request. */
export interface SocksReply {
  /** 0: granted. */
  readonly code: number;
  /** Bytes of the bound address, and its port, that follow. */
  readonly rest: number;
}

/** The first words: only with a user name and password. */
export function encodeGreeting(): Uint8Array {
  return Uint8Array.of(VERSION, 1, PASSWORD_METHOD);
}

/** Whether the proxy takes a user name and password, by its two bytes. */
export function takesPassword([version, method]: Uint8Array): boolean {
  return version === VERSION && method === PASSWORD_METHOD;
}

/** The user name and password. */
export function encodeCredentials(
  { user, password }: SocksCredentials,
): Uint8Array {
  return Uint8Array.of(1, ...encodeText(user), ...encodeText(password));
}

/** Whether the proxy lets the user in, by its two bytes. */
export function isLetIn([, status]: Uint8Array): boolean {
  return status === 0;
}

/**
 * Asks for a connection to a host by its name, which the proxy resolves.
 *
 * @throws {RangeError} when the name has more than 255 bytes
 */
export function encodeConnect(host: string, port: number): Uint8Array {
  const name = encodeText(host);
  return Uint8Array.of(VERSION, 1, 0, 3, ...name, port >> 8, port & 0xff);
}

/** The first five bytes of the reply; nothing when it is none. */
export function decodeReply(head: Uint8Array): SocksReply | undefined {
  const [version, code, , kind, first] = head;
  const rest = first === undefined ? undefined : restOf(kind, first);
  if (version !== VERSION || code === undefined || rest === undefined) {
    return undefined;
  }
  return { code, rest };
}

/** What follows the first byte of an address of some kind. */
function restOf(kind: number | undefined, first: number): number | undefined {
  switch (kind) {
    case 1: // IPv4
      return 4 - 1 + 2;
    case 3: // a name, behind its length
      return first + 2;
    case 4: // IPv6
      return 16 - 1 + 2;
    default:
      return undefined;
  }
}

function encodeText(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > LONGEST) {
    throw new RangeError(`"${text}" has more than ${LONGEST} bytes`);
  }
  return Uint8Array.of(bytes.length, ...bytes);
}
