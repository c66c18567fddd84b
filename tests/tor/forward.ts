/**
 * `forward.ts FROM TO`: hands on every connection, like a cable. Either is a
 * host and a port, or the path of a Unix socket, which network namespaces share.
 */
import { parseEndpoint } from "kozo";
import process from "node:process";
import { connect, createServer } from "node:net";

const [from, to] = Deno.args.map(parseEndpoint);
if (from === undefined || to === undefined) throw new TypeError("FROM TO");
createServer((near) => {
  const far = connect(to);
  for (const [one, other] of [[near, far], [far, near]] as const) {
    one.on("error", () => {}).on("close", () => other.destroy());
    one.pipe(other);
  }
}).listen(from, () => process.stdout.write("ready\n"));
