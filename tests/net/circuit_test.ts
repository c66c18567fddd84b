import assert from "node:assert/strict";
import { connect, createServer, type Socket } from "node:net";
import { asCircuit, LinkError, LinkReason } from "kozo";

/** What a socket says in the end when its other end does something. */
async function lastWords(
  act: (near: Socket, far: Socket) => void,
): Promise<Error | undefined> {
  const far = Promise.withResolvers<Socket>();
  const server = createServer(far.resolve);
  await new Promise<void>((resolve) =>
    server.listen({ host: "127.0.0.1", port: 0 }, resolve)
  );
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const near = asCircuit(connect({ host: "127.0.0.1", port: address.port }));
  let error: Error | undefined;
  near.on("error", (found: Error) => error = found).resume();
  const closed = new Promise<void>((resolve) => near.on("close", resolve));
  const other = (await far.promise).on("error", () => {});
  act(near, other);
  await closed;
  other.destroy();
  await new Promise((resolve) => server.close(resolve));
  return error;
}

Deno.test("asCircuit() says circuit when the connection ends", async () => {
  const error = await lastWords((_near, far) => far.end());
  assert.ok(error instanceof LinkError);
  assert.equal(error.reason, LinkReason.Circuit);
});

Deno.test("asCircuit() says circuit when the connection breaks", async () => {
  const error = await lastWords((_near, far) => far.resetAndDestroy());
  assert.ok(error instanceof LinkError);
  assert.equal(error.reason, LinkReason.Circuit);
});

Deno.test("asCircuit() says nothing when this end closes, or says why itself", async () => {
  assert.equal(await lastWords((near) => near.destroy()), undefined);
  const own = new LinkError(LinkReason.Timeout, "too late");
  assert.equal(await lastWords((near) => near.destroy(own)), own);
});
