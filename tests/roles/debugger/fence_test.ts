import assert from "node:assert/strict";
import { fence } from "../../../roles/debugger/fence.ts";

/** A listener, and a connection to it that it has taken. */
async function withFriend() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const friend = await Deno.connect({ port });
  const taken = await listener.accept();
  const close = () => [listener, friend, taken].forEach((one) => one.close());
  return { listener, port, friend, taken, [Symbol.dispose]: close };
}

function portOf(conn: Deno.TcpConn): number {
  return (conn.localAddr as Deno.NetAddr).port;
}

Deno.test("A fenced port takes no more connections, and keeps the one it has", async () => {
  using stage = await withFriend();
  const { port, friend, taken } = stage;
  fence(port, portOf(friend));
  const stranger = Deno.connect({ port, signal: AbortSignal.timeout(300) });
  await assert.rejects(stranger);
  await friend.write(Uint8Array.of(1));
  assert.equal(await taken.read(new Uint8Array(5)), 1);
});

Deno.test("A port cannot be fenced when somebody was faster", async () => {
  using stage = await withFriend();
  using _stranger = await Deno.connect({ port: stage.port });
  assert.throws(() => fence(stage.port, portOf(stage.friend)), {
    name: "KozoError",
    message: "another program has connected to its inspector",
  });
});

Deno.test("A port cannot be fenced where nobody listens", async () => {
  const { port } = await withFriend().then((stage) => {
    stage[Symbol.dispose]();
    return stage;
  });
  assert.throws(() => fence(port, 1), { name: "KozoError" });
});
