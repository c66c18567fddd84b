import process from "node:process";
import { wholeLines } from "../support/lines.ts";
import { carryOut } from "./measurements.ts";
import { Publisher } from "./publisher.ts";
import type { Wire } from "./wire.ts";

/**
 * Makes each measurement that standard input asks for, a line each, and prints
 * what came out, until that ends or `signal` is aborted.
 */
export async function serve(wire: Wire, signal: AbortSignal): Promise<void> {
  const publisher = new Publisher(wire, signal);
  await Promise.race([publisher.run(), obey(publisher)]);
}

async function obey(publisher: Publisher): Promise<void> {
  for await (const line of wholeLines(Deno.stdin.readable)) {
    const result = await carryOut(JSON.parse(line), publisher);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}
