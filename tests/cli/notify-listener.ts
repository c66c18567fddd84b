/**
 * Stands for systemd: listens at the Unix socket that it is told, and prints
 * each datagram. It has to be a program of its own: such sockets are unstable.
 */
import process from "node:process";

const [path = ""] = Deno.args;
const listener = Deno.listenDatagram({ transport: "unixpacket", path });
process.stdout.write("listening\n");
for await (const [data] of listener) {
  process.stdout.write(`${new TextDecoder().decode(data)}\n`);
}
