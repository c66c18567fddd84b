import { messageOf } from "kozo";

/** Bytes of Tor's cookie. A file of another length is something else. */
const LENGTH = 32;

/** What others may not do with it: read or write it; its group may read. */
const TOO_MUCH = 0o026;

/** What the user is called that runs Tor. */
const TOR_USERS = ["debian-tor", "_tor", "tor", "toranon"];

/** A file, as far as it tells whether Tor has made it. */
type CookieInfo = Pick<Deno.FileInfo, "isFile" | "size" | "mode" | "uid">;

/**
 * Reads Tor's cookie. Whoever listens at Tor's port chooses the file: so it has
 * to be one that nobody but Tor can have written.
 *
 * @throws {Error} with what is wrong with it
 */
export async function readCookie(file: string): Promise<Uint8Array> {
  const owners = [0, Deno.uid(), ...await torUsers()];
  try {
    // Before it is opened, for a pipe would never open.
    requireCookie(file, await Deno.lstat(file), owners);
    using opened = await Deno.open(file);
    requireCookie(file, await opened.stat(), owners);
    const cookie = new Uint8Array(LENGTH);
    await opened.read(cookie);
    return cookie;
  } catch (cause) {
    if (cause instanceof NoCookie) throw cause;
    throw new Error(
      `this user may not read Tor's cookie "${file}" (${messageOf(cause)}): ` +
        "add it to the file's group, which is debian-tor on Debian",
      { cause },
    );
  }
}

/**
 * What keeps a file from being Tor's cookie, to follow its name.
 *
 * @param owners the users whose it may be
 * @returns nothing when it may be one
 */
export function cookieFault(
  { isFile, size, mode, uid }: CookieInfo,
  owners: readonly (number | null)[],
): string | undefined {
  if (!isFile || size !== LENGTH) return "is no cookie of Tor's";
  if (!owners.includes(uid)) {
    return "belongs neither to Tor nor to this user: what listens there may " +
      "not be Tor";
  }
  if (((mode ?? 0) & TOO_MUCH) === 0) return undefined;
  return 'is open to other users, as Tor would never leave it: "chmod o= ' +
    'g-w" it, and restart Tor';
}

/** The file is something else. */
class NoCookie extends Error {}

function requireCookie(
  file: string,
  info: CookieInfo,
  owners: readonly (number | null)[],
): void {
  const fault = cookieFault(info, owners);
  if (fault !== undefined) throw new NoCookie(`"${file}" ${fault}`);
}

/** The numbers of the users that run Tor here, as far as they are known. */
async function torUsers(): Promise<number[]> {
  const users = await Deno.readTextFile("/etc/passwd").catch(() => "");
  return users.split("\n").flatMap((line) => {
    const [name = "", , id] = line.split(":");
    return TOR_USERS.includes(name) ? [Number(id)] : [];
  });
}
