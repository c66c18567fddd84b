import assert from "node:assert/strict";
import { Channel } from "kozo";
import { makeNode } from "../support/system.ts";

/** A channel that counts how often it is ended. */
class CountingChannel extends Channel {
  ends = 0;

  override send(): Promise<void> {
    return Promise.resolve();
  }

  override receive(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  protected override async disconnect(): Promise<void> {
    await Promise.resolve();
    this.ends++;
  }
}

const alice = makeNode("alice", { isSelf: true });
const bob = makeNode("bob");

Deno.test("Channel.peer is the other node, whoever dialled", () => {
  assert.equal(new CountingChannel(alice, bob).peer, bob);
  assert.equal(new CountingChannel(bob, alice).peer, bob);
});

Deno.test("Channel.close() ends it once, and all who call wait for that", async () => {
  const channel = new CountingChannel(alice, bob);
  assert.equal(channel.isAlive, true);
  const closing = [channel.close(), channel.close()];
  assert.equal(channel.isAlive, false);
  for (const each of closing) {
    await each;
    assert.equal(channel.ends, 1);
  }
  await channel.close();
  assert.equal(channel.ends, 1);
});
