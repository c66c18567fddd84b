/**
 * The program of a sandbox: a process that has just the permissions of its one
 * role. It talks to its node over the pipe that is its file descriptor 3.
 *
 * @module
 */
import { Socket } from "node:net";
// What the role's module imports as "kozo": it may not read it by itself.
import "kozo";
// Nor what that loads when it is first asked for.
import "../bluetooth/publication.ts";
import { serveGuest } from "./serve-guest.ts";

if (import.meta.main) {
  const stream = new Socket({ fd: 3 });
  await serveGuest(stream);
  stream.end(() => Deno.exit());
}
