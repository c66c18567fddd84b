/** Sends back whatever it gets. It prints its port. */
import { type AddressInfo, createServer } from "node:net";
import process from "node:process";

const server = createServer({ noDelay: true }, (socket) => socket.pipe(socket));
server.listen({ host: "127.0.0.1", port: 0 }, () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`port ${port}\n`);
});
