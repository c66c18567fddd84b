import { KozoError } from "kozo";

/** What the system calls its library, on all machines that Kōzō runs on. */
const LIBC = "libc.so.6";

/** From the system's headers. */
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;

/** A program of the socket filter: an instruction that says how much to take. */
const TAKE_NOTHING = Uint8Array.of(0x06, 0, 0, 0, 0, 0, 0, 0);

/** A connection's state in the system's table. */
const LISTENING = "0A";

/** A line of the system's table of TCP. */
interface TableRow {
  readonly localPort: number;
  readonly remotePort: number;
  readonly state: string;
  readonly inode: string;
}

/**
 * Keeps a port of this process from taking any further connection, though it
 * goes on to listen, and makes sure that only one has been taken before.
 *
 * V8's inspector listens for all users of the machine, asks for no password,
 * and cannot be told otherwise.
 *
 * @param port of 127.0.0.1
 * @param friend the port at the other end of that one connection
 * @throws {KozoError} when it cannot, or somebody was faster
 */
export function fence(port: number, friend: number): void {
  const descriptor = findListener(port);
  using library = openLibrary();
  const program = new BigUint64Array([
    1n, // instruction
    Deno.UnsafePointer.value(Deno.UnsafePointer.of(TAKE_NOTHING)),
  ]);
  const failed = library.symbols.setsockopt(
    ...[descriptor, SOL_SOCKET, SO_ATTACH_FILTER] as const,
    ...[program, program.byteLength] as const,
  );
  if (failed !== 0) {
    throw new KozoError("the system does not let its inspector be fenced off");
  }
  const strangers = rowsOf(port).filter(({ state, remotePort }) =>
    state !== LISTENING && remotePort !== friend
  );
  if (strangers.length === 0) return;
  throw new KozoError("another program has connected to its inspector");
}

function openLibrary() {
  const library = Deno.dlopen(LIBC, {
    setsockopt: {
      parameters: ["i32", "i32", "i32", "buffer", "u32"],
      result: "i32",
    },
  });
  return Object.assign(library, { [Symbol.dispose]: () => library.close() });
}

/** The file descriptor of the socket that listens on a port. */
function findListener(port: number): number {
  const row = rowsOf(port).find(({ state }) => state === LISTENING);
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    if (linkTarget(name) === `socket:[${row?.inode}]`) return Number(name);
  }
  throw new KozoError("the socket of its inspector cannot be found");
}

/** The folder itself was read by a descriptor that is gone now. */
function linkTarget(descriptor: string): string {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
}

/** What the system's table of TCP says of a port. */
function rowsOf(port: number): TableRow[] {
  return Deno.readTextFileSync("/proc/self/net/tcp").trim().split("\n").slice(1)
    .map((line) => line.trim().split(/ +/))
    .map(([, local = "", remote = "", state = "", , , , , , inode = ""]) => ({
      localPort: portOf(local),
      remotePort: portOf(remote),
      state,
      inode,
    }))
    .filter(({ localPort }) => localPort === port);
}

function portOf(address: string): number {
  return parseInt(address.split(":")[1] ?? "", 16);
}
