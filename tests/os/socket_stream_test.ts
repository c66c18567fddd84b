import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { SocketStream } from "../../core/os/socket-stream.ts";
import { makePair, openDescriptors, type Pair } from "./unix.ts";

/** More than the system keeps between two sockets. */
const BIG = Buffer.alloc(8 * 1024 * 1024, "Kōzō over whatever there is. ");

interface Streams extends Pair {
  readonly stream: SocketStream;
}

async function makeStreams(): Promise<Streams> {
  const pair = await makePair();
  const stream = new SocketStream(pair.ours, "somewhere");
  return {
    ...pair,
    stream,
    [Symbol.asyncDispose]() {
      stream.destroy();
      return pair[Symbol.asyncDispose]();
    },
  };
}

/** Reads to the end; to iterate over the stream would also destroy it. */
async function readAll(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk) => chunks.push(chunk)).resume();
  await once(stream, "end");
  return Buffer.concat(chunks);
}

Deno.test("SocketStream knows where it leads", async () => {
  await using pair = await makeStreams();
  assert.equal(pair.stream.remoteAddress, "somewhere");
});

Deno.test("SocketStream carries bytes both ways at once, whole and in order", async () => {
  await using pair = await makeStreams();
  pair.stream.end(BIG);
  pair.theirs.end(BIG);
  const [here, there] = await Promise.all([
    readAll(pair.stream),
    readAll(pair.theirs),
  ]);
  assert.ok(here.equals(BIG) && there.equals(BIG));
});

Deno.test("SocketStream makes a writer wait for a reader that does not read", async () => {
  await using pair = await makeStreams();
  let isWritten = false;
  const writing = new Promise<void>((resolve) => {
    pair.stream.end(BIG, () => {
      isWritten = true;
      resolve();
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(isWritten, false);
  assert.equal((await readAll(pair.theirs)).length, BIG.length);
  await writing;
});

Deno.test("SocketStream takes no more than its reader wants", async () => {
  await using pair = await makeStreams();
  pair.theirs.write(BIG);
  await once(pair.stream, "readable");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { readableLength, readableHighWaterMark } = pair.stream;
  assert.ok(readableLength < readableHighWaterMark + 2 * 65536);
});

Deno.test("SocketStream leaves time for others while bytes pour in", async () => {
  await using pair = await makeStreams();
  let isPouring = true;
  const pour = () => isPouring && pair.theirs.write(BIG, pour);
  pour();
  pair.stream.resume();
  for (let tick = 0; tick < 20; tick++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  isPouring = false;
});

Deno.test("SocketStream ends when the other end has, and closes", async () => {
  await using pair = await makeStreams();
  pair.theirs.end("bye");
  const closed = once(pair.stream, "close");
  assert.equal((await readAll(pair.stream)).toString(), "bye");
  await closed;
  assert.ok(pair.ours.isClosed);
});

Deno.test("SocketStream sends what was written before it was ended", async () => {
  await using pair = await makeStreams();
  pair.stream.end("last words");
  assert.equal((await readAll(pair.theirs)).toString(), "last words");
});

Deno.test("SocketStream destroyed: closed at once, without a word", async () => {
  await using pair = await makeStreams();
  pair.stream.on("error", assert.fail);
  pair.stream.write(BIG);
  const closed = once(pair.stream, "close");
  pair.stream.destroy();
  assert.ok(pair.ours.isClosed);
  await closed;
  await readAll(pair.theirs);
});

Deno.test("SocketStream fails a write that nobody can receive", async () => {
  await using pair = await makeStreams();
  pair.theirs.destroy();
  await once(pair.theirs, "close");
  const failed = once(pair.stream, "error");
  pair.stream.write("hello?");
  const [error] = await failed;
  assert.equal(error.code, "EPIPE");
  assert.ok(pair.ours.isClosed);
});

Deno.test("SocketStream takes a reset for the end", async () => {
  await using pair = await makeStreams();
  pair.stream.write("never read");
  // A Unix socket that is closed with bytes unread resets the other end.
  await new Promise((resolve) => setTimeout(resolve, 20));
  pair.theirs.destroy();
  await once(pair.theirs, "close");
  assert.equal((await readAll(pair.stream)).length, 0);
});

Deno.test("a hundred streams leave no file descriptor", async () => {
  await using _warm = await makePair();
  const before = openDescriptors();
  for (let round = 0; round < 100; round++) {
    await using pair = await makeStreams();
    pair.theirs.end("x");
    pair.stream.end("y");
    await Promise.all([readAll(pair.stream), readAll(pair.theirs)]);
  }
  assert.equal(openDescriptors(), before);
});
