import assert from "node:assert/strict";
import { Session } from "../../../roles/debugger/session.ts";

/** Both ends of a connection. */
async function connection(): Promise<[Deno.TcpConn, Deno.TcpConn]> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [near, far] = await Promise.all([
    Deno.connect({ port: listener.addr.port }),
    listener.accept(),
  ]);
  return [near, far];
}

const HURRY = { every: 20, patience: 200 };

/** As long as a busy machine may hold up an answer. */
const CALM = { ...HURRY, patience: 60_000 };

/** A session, with the debugger and the inspector at its ends. */
async function stage(pulse = HURRY) {
  const [client, debug] = await connection();
  const [inspector, v8] = await connection();
  const session = new Session(client, inspector, pulse);
  const over = session.run(text("open\r\n"));
  return { debug, v8, over };
}

function text(line: string): Uint8Array {
  return new TextEncoder().encode(line);
}

async function read(conn: Deno.Conn, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let have = 0; have < size;) {
    have += await conn.read(bytes.subarray(have)) ?? assert.fail("it ended");
  }
  return bytes;
}

async function readText(conn: Deno.Conn, wanted: string): Promise<void> {
  const bytes = await read(conn, text(wanted).length);
  assert.equal(new TextDecoder().decode(bytes), wanted);
}

const ANSWER = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

Deno.test("A session passes on what both say, and ends when one hangs up", async () => {
  const { debug, v8, over } = await stage(CALM);
  await readText(v8, "open\r\n");
  await v8.write(Uint8Array.of(...text(ANSWER), 0x81, 2, 0x68, 0x69));
  await readText(debug, ANSWER);
  assert.deepEqual([...await read(debug, 4)], [0x81, 2, 0x68, 0x69]);
  await debug.write(text("more"));
  await readText(v8, "more");
  v8.close();
  assert.equal(await over, "the session has ended");
  debug.close();
});

Deno.test("A session ends when a debugger answers no ping", async () => {
  const { debug, v8, over } = await stage();
  await v8.write(text(ANSWER));
  await readText(debug, ANSWER);
  assert.deepEqual([...await read(debug, 2)], [0x89, 0]);
  assert.equal(await over, "the debugger does not answer any more");
  debug.close();
  v8.close();
});

Deno.test("A session goes on as long as a debugger answers pings", async () => {
  // A busy machine may hold up an answer.
  const patience = 1000;
  const { debug, v8, over } = await stage({ ...HURRY, patience });
  await v8.write(text(ANSWER));
  await readText(debug, ANSWER);
  const start = performance.now();
  while (performance.now() - start < 1.2 * patience) {
    assert.deepEqual([...await read(debug, 2)], [0x89, 0]);
    await debug.write(Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0));
  }
  debug.close();
  assert.equal(await over, "the session has ended");
  v8.close();
});

Deno.test("A session ends when a debugger takes nothing, and puts no ping into a frame", async () => {
  const { debug, v8, over } = await stage();
  const size = 64 * 1024 * 1024;
  const frame = new Uint8Array(10);
  frame.set([0x81, 127]);
  new DataView(frame.buffer).setBigUint64(2, BigInt(size));
  await v8.write(text(ANSWER));
  await v8.write(frame);
  const part = new Uint8Array(1024 * 1024);
  const flooding = (async () => {
    for (let sent = 0; sent < size;) sent += await v8.write(part);
  })().catch(() => {});
  assert.equal(await over, "the debugger does not answer any more");
  await flooding;
  debug.close();
  v8.close();
});
