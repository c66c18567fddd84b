/**
 * `deno run -A program.ts MODULE HOST PORT`: the far side of a transport's
 * contract suite, which listens there for the process that has the checks, and
 * does what that says: one pair a connection, one after the other, until it is
 * killed. What the transport logs goes to standard error.
 *
 * @module
 */
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { TransportInfo } from "kozo";
import { LocalFarSide } from "./local-far-side.ts";
import { type Abort, type Answer, type Call, faultOf, Wire } from "./wire.ts";

/** Seconds that things may take to close, on a machine that is slow. */
const GRACE = 30;

const [module = "", hostname = "", port = ""] = Deno.args;
const { transportInfo } = await import(pathToFileURL(resolve(module)).href);
const listener = Deno.listen({ hostname, port: Number(port) });
for await (const connection of listener) {
  await serve(new Wire(connection), transportInfo);
}

/** Does what it is told, until nobody is left to tell it. */
async function serve(
  wire: Wire<Answer, Call | Abort>,
  info: TransportInfo,
): Promise<void> {
  const bob = new LocalFarSide(info, say, GRACE);
  const aborts = new Map<number, AbortController>();
  for await (const message of wire.received) {
    if ("abort" in message) {
      aborts.get(message.abort)?.abort();
      continue;
    }
    const { id } = message;
    const abort = new AbortController();
    aborts.set(id, abort);
    void answer(bob, message, abort.signal).then(async (answer) => {
      aborts.delete(id);
      // Whoever has gone waits for no answer.
      await wire.send(answer).catch(() => {});
    });
  }
  // Whoever has the checks says so in time, or has come to a sudden end.
  await bob.stop().catch((error) => say(String(error)));
}

async function answer(
  bob: LocalFarSide,
  { id, method, args }: Call,
  signal: AbortSignal,
): Promise<Answer> {
  const act = bob[method].bind(bob) as (...args: unknown[]) => Promise<unknown>;
  try {
    return { id, value: await act(...args, signal) };
  } catch (error) {
    return { id, error: faultOf(error) };
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
