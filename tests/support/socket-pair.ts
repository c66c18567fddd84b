import { connect, createServer, type Socket } from "node:net";

/** Two sockets that are the two ends of a TCP connection, the caller's first. */
export async function makeSocketPair(): Promise<[Socket, Socket]> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const server = createServer(resolve).once("error", reject);
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server has no port");
  }
  const near = connect({ host: "127.0.0.1", port: address.port });
  const far = await promise;
  server.close();
  return [near, far];
}
