/**
 * SSH connections that carry nothing, by ssh2 and nothing else: `idle-ssh2.ts
 * PORT` accepts them, and `idle-ssh2.ts PORT N` makes so many. It ends with
 * standard input.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import { inputEnds, sayLinked, sayListening } from "./end.ts";
import { plainSsh2 } from "./floors/plain-ssh2.ts";

const [port, count] = Deno.args.map(Number);
const streams = plainSsh2();
/** They are ended with this process. */
const all: Duplex[] = [];
if (count === undefined) {
  await streams.listen(port ?? NaN, (stream) => sayLinked(all.push(stream)));
  sayListening();
} else {
  while (all.length < count) all.push(await streams.dial(port ?? NaN));
}
await inputEnds();
Deno.exit();
