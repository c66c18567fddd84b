import assert from "node:assert/strict";
import { generateKeyPair } from "../../../core/ssh/keys.ts";
import { clientKey, publicHalf } from "../../../transports/onion/client-key.ts";

Deno.test("publicHalf() is X25519 of RFC 7748, 6.1", () => {
  const secret = Uint8Array.fromHex(
    "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
  );
  assert.equal(
    publicHalf(secret).toHex(),
    "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
  );
});

Deno.test("clientKey() gives the node that has the service the key of the one that may come", () => {
  const [hall, porch] = [generateKeyPair(), generateKeyPair()];
  const at = ["a.onion", "porch"] as const;
  const own = clientKey(porch.privateKey, hall.publicKey, ...at);
  const theirs = clientKey(hall.privateKey, porch.publicKey, ...at);
  assert.ok(own !== undefined);
  assert.deepEqual(theirs, own);
  const back = clientKey(hall.privateKey, porch.publicKey, "b.onion", "hall");
  assert.notDeepEqual(back, own);
});
