import assert from "node:assert/strict";
import type { Check } from "./check.ts";
import {
  bytes,
  equal,
  open,
  pattern,
  pause,
  receiveAll,
  text,
} from "./open-channel.ts";
import type { PairCheck } from "./transport-stage.ts";

/** Bytes on their way. */
export function trafficChecks(check: PairCheck, big: number): Check[] {
  return [
    check("a channel names both of its ends", async (alice, bob) => {
      await using link = await open(alice, bob);
      const { near, far } = link;
      assert.equal(near.fromNode, alice.transport.node);
      assert.equal(near.toNode.name, "bob");
      assert.equal(near.peer.name, "bob");
      assert.equal(far.fromNode.name, "alice");
      assert.equal(far.toNode, bob.transport.node);
      assert.equal(far.peer.name, "alice");
      assert.ok(near.isAlive && far.isAlive);
    }),

    check("bytes go both ways", async (alice, bob) => {
      await using link = await open(alice, bob);
      const { near, far } = link;
      await near.send(bytes("to bob"));
      assert.equal(await text(far), "to bob");
      await far.send(bytes("to alice"));
      assert.equal(await text(near), "to alice");
    }),

    check("one big write each way arrives whole", async (alice, bob) => {
      await using link = await open(alice, bob);
      const there = pattern(big, 1);
      const back = pattern(big, 2);
      const [, , atBob, atAlice] = await Promise.all([
        link.near.send(there),
        link.far.send(back),
        receiveAll(link.far, big),
        receiveAll(link.near, big),
      ]);
      assert.ok(equal(atBob, there) && equal(atAlice, back));
    }),

    check("many small writes arrive in order", async (alice, bob) => {
      await using link = await open(alice, bob);
      const whole = pattern(20_000, 3);
      const sending = (async () => {
        for (let at = 0; at < whole.length; at += 7) {
          await link.near.send(whole.subarray(at, at + 7));
        }
      })();
      const received = await receiveAll(link.far, whole.length);
      await sending;
      assert.ok(equal(received, whole));
    }),

    check(
      "receive gives no more than maxBufferReadSize at a time",
      async (alice, bob) => {
        await using link = await open(alice, bob);
        const { maxBufferReadSize } = bob.transport.node.settings;
        const sending = link.near.send(pattern(10 * maxBufferReadSize, 4));
        let rest = 10 * maxBufferReadSize;
        while (rest > 0) {
          const chunk = await link.far.receive();
          assert.ok(chunk !== undefined && chunk.length <= maxBufferReadSize);
          rest -= chunk.length;
        }
        await sending;
      },
    ),

    check(
      "a sender waits for a reader that does not read, then goes on",
      async (alice, bob) => {
        await using link = await open(alice, bob);
        const whole = pattern(big, 5);
        let isSent = false;
        const sending = link.near.send(whole).then(() => isSent = true);
        await pause(300);
        assert.equal(isSent, false);
        assert.ok(equal(await receiveAll(link.far, big), whole));
        await sending;
      },
    ),
  ];
}
