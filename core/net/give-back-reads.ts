import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Deno reads into pieces of memory of so many bytes. */
const PIECE = 64 * 1024;

/**
 * Gives the memory back that a socket has read into, as soon as all who listen
 * for it so far have seen it: nobody must have kept any of it. Otherwise it
 * waits for the garbage collector, and each of the collector's threads keeps up
 * to 8 MB of it for ever.
 *
 * @param socket any; what a transport has made itself keeps its memory
 */
export function giveBackReads(socket: Duplex): void {
  if (Object.getPrototypeOf(socket) !== Socket.prototype) return;
  socket.on("data", ({ buffer, length }: Uint8Array<ArrayBuffer>) => {
    const size = buffer.byteLength;
    // Somebody may have put something back that is a part of something else.
    const isWhole = size === PIECE || size === length;
    if (isWhole && !buffer.detached) buffer.transfer(0);
  });
}
