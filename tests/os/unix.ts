import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { eventually } from "../support/eventually.ts";
import type { FileDescriptor } from "../../core/os/file-descriptor.ts";
import { Kernel } from "../../core/os/kernel.ts";
import type { Bytes } from "../../core/os/libc.ts";
import {
  connectSocket,
  openSocket,
  SOCK_STREAM,
} from "../../core/os/socket.ts";

export const AF_UNIX = 1;
export const { signal: never } = new AbortController();

/** Both ends of a connection: one of the kernel's, one of the runtime's. */
export interface Pair extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly ours: FileDescriptor;
  readonly theirs: Socket;
}

/** Waits in the end until a kernel's thread has ended, too. */
export function untilIdle(kernel: Kernel): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: () =>
      eventually(() => kernel.isIdle, () => "the kernel is in use"),
  };
}

/** Connects a socket of ours to a server of the runtime's. */
export async function makePair(kernel: Kernel = new Kernel()): Promise<Pair> {
  const path = await Deno.makeTempFile({ prefix: "kozo-" });
  await Deno.remove(path);
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  await once(server.listen(path), "listening");
  const ours = openSocket(kernel, AF_UNIX, SOCK_STREAM, 0, "Cannot open");
  const accepted = once(server, "connection");
  await connectSocket(ours, unixAddress(path), "Cannot connect", never);
  const [theirs] = await accepted as [Socket];
  theirs.on("error", () => {});
  server.close();
  return {
    kernel,
    ours,
    theirs,
    async [Symbol.asyncDispose]() {
      ours[Symbol.dispose]();
      const closed = theirs.closed ? undefined : once(theirs, "close");
      theirs.destroy();
      await closed;
      await untilIdle(kernel)[Symbol.asyncDispose]();
    },
  };
}

/** A `struct sockaddr_un`. */
export function unixAddress(path: string): Bytes {
  const address = new Uint8Array(2 + path.length + 1);
  new DataView(address.buffer).setUint16(0, AF_UNIX, true);
  new TextEncoder().encodeInto(path, address.subarray(2));
  return address;
}

/** How many file descriptors this process has open. */
export function openDescriptors(): number {
  return openThings().length;
}

/** What they are, as the system calls it: paths, `anon_inode:[eventfd]`. */
export function openThings(): string[] {
  const folder = "/proc/self/fd";
  return [...Deno.readDirSync(folder)]
    .map(({ name }) => linkOf(`${folder}/${name}`));
}

/** The folder itself is open too, until it has been read. */
function linkOf(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return "";
  }
}
