import type { Socket } from "node:net";

/** Deno reads into pieces of memory of so many bytes. */
const PIECE = 64 * 1024;

/**
 * Gives the memory back that a socket has read into, as soon as all who listen
 * for it so far have seen it: nobody must have kept any of it. Otherwise it
 * waits for the garbage collector, and each of the collector's threads keeps up
 * to 8 MB of it for ever.
 */
export function giveBackReads(socket: Socket): void {
  socket.on("data", ({ buffer, length }: Uint8Array<ArrayBuffer>) => {
    const size = buffer.byteLength;
    // Somebody may have put something back that is a part of something else.
    if (size === PIECE || size === length) buffer.transfer(0);
  });
}
