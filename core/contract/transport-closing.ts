import assert from "node:assert/strict";
import { LinkError } from "../errors.ts";
import type { Check } from "./check.ts";
import { bytes, open, pattern, pause, text } from "./open-channel.ts";
import type { PairCheck } from "./transport-stage.ts";

/** How channels end. */
export function closingChecks(check: PairCheck, big: number): Check[] {
  return [
    check(
      "what was sent before close arrives, then the end",
      async (alice, bob) => {
        await using link = await open(alice, bob);
        await link.near.send(bytes("last words"));
        await link.near.close();
        assert.equal(link.near.isAlive, false);
        assert.equal(await text(link.far), "last words");
        assert.equal(
          await link.far.receive().catch(() => undefined),
          undefined,
        );
        assert.equal(await link.near.receive(), undefined);
        await assert.rejects(link.near.send(bytes("too late")), LinkError);
      },
    ),

    check("the accepting end can close too", async (alice, bob) => {
      await using link = await open(alice, bob);
      await link.far.close();
      assert.equal(await link.near.receive().catch(() => undefined), undefined);
      await link.far.close();
    }),

    check("close ends a receive and a send that wait", async (alice, bob) => {
      await using link = await open(alice, bob);
      const receiving = link.near.receive();
      const sending = assert.rejects(
        link.near.send(pattern(big, 6)),
        LinkError,
      );
      await pause(50);
      await link.near.close();
      assert.equal(await receiving, undefined);
      await sending;
    }),

    check("many nodes' channels live side by side", async (alice, bob) => {
      await using one = await open(alice, bob);
      await using two = await open(alice, bob);
      await two.near.send(bytes("two"));
      await one.near.send(bytes("one"));
      assert.equal(await text(one.far), "one");
      await one.near.close();
      assert.equal(await text(two.far), "two");
    }),
  ];
}
