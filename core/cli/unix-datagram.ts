/** Numbers of Linux, the same on x86-64 and ARM. */
const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

/** Bytes of an address: its family, and then the path. */
const FAMILY_SIZE = 2;
const MOST_PATH_BYTES = 108;

const LIBC = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  sendto: {
    parameters: ["i32", "buffer", "usize", "i32", "buffer", "u32"],
    result: "isize",
  },
  close: { parameters: ["i32"], result: "i32" },
} as const;

/**
 * Sends one datagram to a Unix socket, by the C library: neither Deno's stable
 * API nor its `node:dgram` knows such sockets.
 *
 * @param path a path; "@" begins a name that is no file
 * @throws {Error} when nobody takes it
 */
export function sendDatagram(
  path: string,
  data: Uint8Array<ArrayBuffer>,
): void {
  const address = addressOf(path);
  const libc = Deno.dlopen("libc.so.6", LIBC);
  try {
    if (!send(libc.symbols, address, data)) {
      throw new Error(`nobody takes it at "${path}"`);
    }
  } finally {
    libc.close();
  }
}

function send(
  { socket, sendto, close }: Deno.DynamicLibrary<typeof LIBC>["symbols"],
  address: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): boolean {
  const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  const size = BigInt(data.length);
  const sent = sendto(fd, data, size, flags, address, address.length);
  close(fd);
  return sent === size;
}

/** A `struct sockaddr_un`, no longer than it has to be. */
function addressOf(path: string): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(path.replace(/^@/, "\0"));
  if (name.length === 0 || name.length > MOST_PATH_BYTES) {
    throw new Error(`"${path}" is no address of a Unix socket`);
  }
  const address = new Uint8Array(FAMILY_SIZE + name.length);
  new DataView(address.buffer).setUint16(0, AF_UNIX, true);
  address.set(name, FAMILY_SIZE);
  return address;
}
