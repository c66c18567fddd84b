/**
 * Reads seconds, one number a line, and prints each in the format of the
 * first argument. The time zone of a process cannot change: hence this one.
 */
import { strftime } from "kozo";

const input = await new Response(Deno.stdin.readable).text();
const lines = input.split("\n").filter((line) => line !== "")
  .map((line) => strftime(Deno.args[0] ?? "", Number(line)));
await Deno.stdout.write(new TextEncoder().encode(lines.join("\n")));
