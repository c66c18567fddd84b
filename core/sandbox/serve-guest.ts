import type { Duplex } from "node:stream";
// What the role's module imports as "kozo": it may not read it by itself.
import "kozo";
// Nor what that loads when it is first asked for.
import "../bluetooth/publication.ts";
import { messageOf } from "../text.ts";
import { Guest } from "./guest.ts";
import { Pipe } from "./pipe.ts";

/** Has a role live in this process, or Worker, as its node says on a stream. */
export async function serveGuest(stream: Duplex): Promise<void> {
  // They write to the disk without being asked for a permission.
  for (const name of ["localStorage", "caches"]) {
    Reflect.deleteProperty(globalThis, name);
  }
  const pipe = new Pipe(stream);
  // An error that a role forgot must not take it down.
  const survive = (event: Event, error: unknown) => {
    event.preventDefault();
    const text = `Nobody handled an error: ${messageOf(error)}`;
    pipe.say({ say: "log", level: "error", text });
  };
  addEventListener("error", (event) => survive(event, event.error));
  addEventListener(
    "unhandledrejection",
    (event) => survive(event, event.reason),
  );
  await new Guest(pipe).run();
}
