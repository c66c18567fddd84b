import assert from "node:assert/strict";
import { LinkReason } from "kozo";
import { troubleOf } from "../../core/link/trouble.ts";
import type { Transport } from "../../core/model/transport.ts";

Deno.test("a transport that cannot say what troubles it is in trouble, and its node is not", () => {
  const getTrouble = () => {
    throw new Error("a bug");
  };
  // All else of a transport is of no matter here.
  const error = troubleOf({ getTrouble } as unknown as Transport);
  assert.equal(error?.reason, LinkReason.Lost);
  assert.equal(error?.message, 'Its "getTrouble" fails: a bug');
});
