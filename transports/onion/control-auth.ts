import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readCookie } from "./cookie.ts";

/** Asks Tor something, and gives the lines of its answer. */
type Ask = (command: string) => Promise<readonly string[]>;

/** What each end's proof is made with, by Tor's specification. */
const SERVER_KEY = "Tor safe cookie authentication server-to-controller hash";
const CLIENT_KEY = "Tor safe cookie authentication controller-to-server hash";

/**
 * Proves to Tor that this program may read its cookie file, as Tor proves that
 * it can: so the cookie is not told to whoever may listen at Tor's port, and
 * nothing else is.
 *
 * @param isPlace whether it was reached in the file system, where not everybody
 * can listen: there it needs no proof if it wants none
 * @throws {Error} with what to change where that is not possible
 */
export async function authenticate(ask: Ask, isPlace: boolean): Promise<void> {
  const { methods, cookieFile } = parseMethods(await ask("PROTOCOLINFO 1"));
  if (isPlace && methods.includes("NULL")) {
    return void await ask("AUTHENTICATE");
  }
  if (!methods.includes("SAFECOOKIE") || cookieFile === undefined) {
    throw new Error(
      'It does not prove that it is Tor by a cookie: write "CookieAuthentication ' +
        '1" into its torrc and restart it',
    );
  }
  const cookie = await readCookie(cookieFile);
  const nonce = randomBytes(32);
  const [challenge = ""] = await ask(
    `AUTHCHALLENGE SAFECOOKIE ${nonce.toString("hex")}`,
  );
  const { hash, serverNonce } = parseChallenge(challenge);
  const parts = [cookie, nonce, serverNonce];
  if (!isSame(hash, proof(SERVER_KEY, parts))) {
    throw new Error(`what listens there has not read "${cookieFile}"`);
  }
  await ask(`AUTHENTICATE ${proof(CLIENT_KEY, parts).toString("hex")}`);
}

function parseMethods(lines: readonly string[]) {
  const line = lines.find((line) => line.startsWith("AUTH ")) ?? "";
  const [, methods = ""] = /METHODS=(\S+)/.exec(line) ?? [];
  const [, quoted] = /COOKIEFILE=("(?:[^"\\]|\\.)*")/.exec(line) ?? [];
  return {
    methods: methods.split(","),
    cookieFile: quoted?.slice(1, -1).replace(/\\(.)/g, "$1"),
  };
}

function parseChallenge(line: string) {
  const [, hash = "", serverNonce = ""] =
    /SERVERHASH=([0-9A-F]+) SERVERNONCE=([0-9A-F]+)/i.exec(line) ?? [];
  return {
    hash: Buffer.from(hash, "hex"),
    serverNonce: Buffer.from(serverNonce, "hex"),
  };
}

function proof(key: string, parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
