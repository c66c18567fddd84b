import assert from "node:assert/strict";
import { once } from "node:events";
import { Kernel } from "../../core/os/kernel.ts";
import { OsError } from "../../core/os/os-error.ts";
import { POLLIN, POLLOUT } from "../../core/os/poller.ts";
import {
  acceptSocket,
  addressOf,
  bindSocket,
  connectSocket,
  openSocket,
  SOCK_STREAM,
} from "../../core/os/socket.ts";
import {
  AF_UNIX,
  makePair,
  never,
  openDescriptors,
  unixAddress,
  untilIdle,
} from "./unix.ts";

const O_RDONLY = 0;

function path(name: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${name}\0`);
}

Deno.test("Kernel.open() says what was attempted and what the system says", () => {
  const open = () =>
    new Kernel().open(
      'Cannot open "/no/such/file"',
      (libc) => libc.open(path("/no/such/file"), O_RDONLY),
    );
  assert.throws(open, (error) => {
    assert.ok(error instanceof OsError);
    assert.equal(error.code, "ENOENT");
    assert.equal(error.errno, 2);
    assert.equal(
      error.message,
      'Cannot open "/no/such/file": no such file or directory (ENOENT)',
    );
    return true;
  });
});

Deno.test("a file descriptor reads what the file has, until it is closed", () => {
  const kernel = new Kernel();
  const buffer = new Uint8Array(5);
  const file = kernel.open(
    "Cannot open",
    (libc) => libc.open(path("/proc/self/comm"), O_RDONLY),
  );
  const read = () =>
    file.call(
      "Cannot read",
      (libc, fd) => libc.read(fd, buffer, BigInt(buffer.length)),
    );
  assert.ok(read() > 0);
  file[Symbol.dispose]();
  file[Symbol.dispose]();
  assert.ok(file.isClosed);
  assert.throws(read, { code: "EBADF" });
});

Deno.test("the C library is loaded anew after the last descriptor is closed", async () => {
  const kernel = new Kernel();
  for (let round = 0; round < 3; round++) {
    await using pair = await makePair(kernel);
    pair.theirs.write("x");
    await pair.ours.ready(POLLIN, never);
  }
});

Deno.test("ready() waits for what comes, and for nothing else", async () => {
  await using pair = await makePair();
  let isReady = false;
  const waiting = pair.ours.ready(POLLIN, never).then(() => isReady = true);
  await pair.ours.ready(POLLOUT, never);
  assert.equal(isReady, false);
  pair.theirs.write("x");
  await waiting;
});

Deno.test("several may wait for one descriptor, and all are told", async () => {
  await using pair = await makePair();
  const waiting = [1, 2, 3].map(() => pair.ours.ready(POLLIN, never));
  pair.theirs.write("x");
  await Promise.all(waiting);
});

Deno.test("a wait ends with its signal, and the others go on", async () => {
  await using pair = await makePair();
  const abort = new AbortController();
  const stays = pair.ours.ready(POLLIN, never);
  const goes = pair.ours.ready(POLLIN, abort.signal);
  abort.abort(new Error("enough"));
  await assert.rejects(goes, { message: "enough" });
  await assert.rejects(pair.ours.ready(POLLIN, abort.signal), {
    message: "enough",
  });
  pair.theirs.write("x");
  await stays;
});

Deno.test("a wait ends when the descriptor is closed", async () => {
  await using pair = await makePair();
  const reading = pair.ours.whenReady(
    POLLIN,
    "Cannot read",
    (libc, fd) => libc.recv(fd, new Uint8Array(1), 1n, 0),
    never,
  );
  pair.ours[Symbol.dispose]();
  await assert.rejects(reading, { code: "EBADF" });
  await pair.ours.ready(POLLIN, never);
});

Deno.test("a call that would block says so", async () => {
  await using pair = await makePair();
  const read = () =>
    pair.ours.call(
      "Cannot read",
      (libc, fd) => libc.recv(fd, new Uint8Array(1), 1n, 0),
    );
  assert.throws(read, { code: "EAGAIN" });
});

Deno.test("a socket of ours accepts a socket of ours", async () => {
  const kernel = new Kernel();
  await using _idle = untilIdle(kernel);
  const file = await Deno.makeTempFile({ prefix: "kozo-" });
  await Deno.remove(file);
  const open = () =>
    openSocket(kernel, AF_UNIX, SOCK_STREAM, 0, "Cannot open a socket");
  using listener = open();
  using dialler = open();
  bindSocket(listener, unixAddress(file), "Cannot bind");
  assert.deepEqual(
    addressOf(listener, unixAddress(file).length, "Cannot ask"),
    unixAddress(file),
  );
  await assert.rejects(
    connectSocket(dialler, unixAddress(file), "Cannot connect", never),
    { code: "ECONNREFUSED" },
  );
  listener.call("Cannot listen", (libc, fd) => libc.listen(fd, 1));
  const accepting = acceptSocket(kernel, listener, 2, "Cannot accept", never);
  await connectSocket(dialler, unixAddress(file), "Cannot connect", never);
  const accepted = await accepting;
  using _ = accepted.socket;
  assert.deepEqual(accepted.address, new Uint8Array([AF_UNIX, 0]));
  await Deno.remove(file);
});

Deno.test("an accept ends with its signal", async () => {
  const kernel = new Kernel();
  await using _idle = untilIdle(kernel);
  using listener = openSocket(kernel, AF_UNIX, SOCK_STREAM, 0, "Cannot open");
  // Linux gives a name of its own to a socket bound to a bare family.
  bindSocket(listener, new Uint8Array([AF_UNIX, 0]), "Cannot bind");
  listener.call("Cannot listen", (libc, fd) => libc.listen(fd, 1));
  const abort = new AbortController();
  const accepting = acceptSocket(
    kernel,
    listener,
    2,
    "Cannot accept",
    abort.signal,
  );
  abort.abort(new Error("enough"));
  await assert.rejects(accepting, { message: "enough" });
});

Deno.test("a hundred connections leave no file descriptor", async () => {
  // The runtime opens some of its own at first.
  await using _warm = await makePair();
  const before = openDescriptors();
  for (let round = 0; round < 100; round++) {
    await using pair = await makePair();
    const waiting = pair.ours.ready(POLLIN, never);
    pair.theirs.end();
    await Promise.all([waiting, once(pair.theirs, "finish")]);
  }
  assert.equal(openDescriptors(), before);
});

Deno.test("many kernels wait side by side", async () => {
  const pairs = await Promise.all(
    Array.from({ length: 8 }, () => makePair(new Kernel())),
  );
  const waiting = pairs.map(({ ours }) => ours.ready(POLLIN, never));
  for (const { theirs } of pairs) theirs.write("x");
  await Promise.all(waiting);
  for (const pair of pairs) await pair[Symbol.asyncDispose]();
});
