/**
 * The program of a sandbox: a process that has just the permissions of its one
 * role. It talks to its node over the pipe that is its file descriptor 3.
 *
 * @module
 */
import { Socket } from "node:net";
import { serveGuest } from "./serve-guest.ts";

if (import.meta.main) {
  const stream = new Socket({ fd: 3 });
  await serveGuest(stream);
  stream.end(() => Deno.exit());
}
