import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { giveBackReads } from "../../core/net/give-back-reads.ts";
import { makeSocketPair } from "../support/socket-pair.ts";

Deno.test("what a socket has read can be used by those who listen, and is given back after them", async () => {
  const [near, far] = await makeSocketPair();
  const whole = randomBytes(1_000_000);
  const copies: Buffer[] = [];
  const read: Uint8Array[] = [];
  far.on("data", (bytes) => {
    copies.push(Buffer.from(bytes));
    read.push(bytes);
  });
  giveBackReads(far);
  const ended = new Promise((resolve) => far.once("close", resolve));
  near.end(whole);
  await ended;
  assert.ok(Buffer.concat(copies).equals(whole));
  assert.deepEqual(
    read.map(({ buffer }) => buffer.byteLength),
    read.map(() => 0),
  );
});
