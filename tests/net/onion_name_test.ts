import assert from "node:assert/strict";
import fc from "fast-check";
import { isOnionName, onionNameFault } from "kozo";
import { decodeBase32, encodeBase32 } from "../../core/net/base32.ts";
import { onionNameOf } from "../../core/net/onion-name.ts";

const publicKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

Deno.test("base32 gives the bytes back that it was made from", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    const text = encodeBase32(bytes);
    assert.deepEqual(decodeBase32(text), bytes);
    assert.deepEqual(decodeBase32(text.toUpperCase()), bytes);
  }));
});

Deno.test("base32 is that of RFC 4648", () => {
  const encode = (text: string) => encodeBase32(new TextEncoder().encode(text));
  assert.deepEqual(
    ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(encode),
    [
      ...["", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"],
    ],
  );
  assert.equal(decodeBase32("m8"), undefined);
});

Deno.test("onionNameFault() finds no fault in the name of any key", () => {
  fc.assert(fc.property(publicKey, (key) => {
    const name = onionNameOf(key);
    assert.ok(isOnionName(name) && name.length === 62);
    assert.equal(onionNameFault(name), undefined);
    assert.equal(onionNameFault(name.toUpperCase()), undefined);
  }));
});

Deno.test("onionNameFault() finds a wrong letter by the checksum", () => {
  const name = onionNameOf(new Uint8Array(32).fill(7));
  // The last two letters hold the version.
  for (let at = 0; at < 54; at++) {
    const wrong = name[at] === "a" ? "b" : "a";
    const typo = name.slice(0, at) + wrong + name.slice(at + 1);
    assert.match(onionNameFault(typo) ?? "", /^has a typing error: /);
  }
});

Deno.test("onionNameFault() says what a name is instead", () => {
  const name = onionNameOf(new Uint8Array(32));
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /^is no onion address: expected 56 letters/],
    ["kozo.example.org", /^is no onion address: expected 56 letters/],
    ["gnreiuoyh5rrtkjh.onion", /^is an onion address of 16 letters and digits/],
    [`www.${name}`, /^is no onion address: expected 56 letters/],
    [`1${name.slice(1)}`, /^is no onion address: it takes the letters a to z/],
    [name.replace(/d\.onion$/, "c.onion"), /^is an onion address of another/],
  ];
  for (const [wrong, fault] of cases) {
    assert.match(onionNameFault(wrong) ?? "", fault);
  }
});

Deno.test("a dot at the end, as name servers take it, does not make an onion name another", () => {
  const name = onionNameOf(new Uint8Array(32));
  for (const dots of [".", ".."]) {
    assert.ok(isOnionName(name + dots));
    assert.match(onionNameFault(name + dots) ?? "", /^ends in a dot: /);
  }
  assert.ok(!isOnionName("onion.example.org."));
});
