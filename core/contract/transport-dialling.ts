import assert from "node:assert/strict";
import { LinkError } from "../errors.ts";
import type { Check } from "./check.ts";
import { open, pause } from "./open-channel.ts";
import type { PairCheck } from "./transport-stage.ts";

/** How channels are not made. */
export function diallingChecks(check: PairCheck): Check[] {
  return [
    check("a dial aborted beforehand rejects", async (alice) => {
      const reason = new Error("not today");
      const dial = alice.transport.connect(
        alice.other,
        AbortSignal.abort(reason),
      );
      await assert.rejects(dial, reason);
    }),

    check("a dial aborted on its way rejects at once", async (alice, bob) => {
      const reason = new Error("changed my mind");
      const abort = new AbortController();
      const dial = alice.transport.connect(alice.other, abort.signal);
      abort.abort(reason);
      await assert.rejects(dial, reason);
      await using _ = await open(alice, bob);
    }),

    check(
      "an accept can be aborted, and nobody is lost by it",
      async (alice, bob) => {
        const abort = new AbortController();
        const accept = bob.transport.accept(abort.signal);
        abort.abort(new Error("enough"));
        await assert.rejects(accept, { message: "enough" });
        await using _ = await open(alice, bob);
      },
    ),

    check(
      "nobody can connect when the node has stopped",
      async (alice, bob) => {
        const { signal } = new AbortController();
        await bob.stop();
        await pause(20);
        await assert.rejects(
          alice.transport.connect(alice.other, signal),
          LinkError,
        );
      },
    ),
  ];
}
