import assert from "node:assert/strict";
import { pairSecret } from "../../core/ssh/pair-secret.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";

const hex = (bytes: Uint8Array | undefined) => bytes && bytes.toHex();

Deno.test("pairSecret() gives both nodes of a pair the same secret", () => {
  for (let i = 0; i < 20; i++) {
    const [a, b] = [generateKeyPair(), generateKeyPair()];
    const there = pairSecret(a.privateKey, b.publicKey, "test");
    assert.equal(there?.length, 32);
    assert.equal(
      hex(pairSecret(b.privateKey, a.publicKey, "test")),
      hex(there),
    );
  }
});

Deno.test("pairSecret() gives each pair, and each purpose, a secret of its own", () => {
  const [a, b, c] = [generateKeyPair(), generateKeyPair(), generateKeyPair()];
  const secrets = [
    pairSecret(a.privateKey, b.publicKey, "one"),
    pairSecret(a.privateKey, b.publicKey, "two"),
    pairSecret(a.privateKey, c.publicKey, "one"),
    pairSecret(b.privateKey, c.publicKey, "one"),
  ].map(hex);
  assert.equal(new Set(secrets).size, secrets.length);
});

Deno.test("pairSecret() has none for a key that is not ed25519", () => {
  const [a, rsa] = [generateKeyPair(), generateKeyPair("rsa")];
  assert.equal(pairSecret(a.privateKey, rsa.publicKey, "test"), undefined);
  assert.equal(pairSecret(rsa.privateKey, a.publicKey, "test"), undefined);
});
