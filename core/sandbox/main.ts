/**
 * The program of a sandbox: a process that has just the permissions of its one
 * role. It talks to its node over the pipe that is its file descriptor 3.
 *
 * @module
 */
import { Socket } from "node:net";
import { messageOf } from "../text.ts";
// What the role's module imports as "kozo": it may not read it by itself.
import "../mod.ts";
import { Guest } from "./guest.ts";
import { Pipe } from "./pipe.ts";

if (import.meta.main) {
  const pipe = new Pipe(new Socket({ fd: 3 }));
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
  pipe.close();
  Deno.exit();
}
