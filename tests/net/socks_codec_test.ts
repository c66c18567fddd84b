import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeReply,
  encodeConnect,
  encodeCredentials,
  encodeGreeting,
  isLetIn,
  takesPassword,
} from "../../core/net/socks-codec.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("encodeGreeting() offers a user name and password, and nothing less", () => {
  assert.deepEqual([...encodeGreeting()], [5, 1, 2]);
  assert.ok(takesPassword(Uint8Array.of(5, 2)));
  for (const answer of [[5, 0], [5, 0xff], [4, 2], []]) {
    assert.equal(takesPassword(Uint8Array.from(answer)), false);
  }
});

Deno.test("encodeCredentials() puts a length before each text", () => {
  const bytes = encodeCredentials({ user: "kozo", password: "ō" });
  assert.deepEqual([...bytes.subarray(0, 2)], [1, 4]);
  assert.equal(text(bytes.subarray(2, 6)), "kozo");
  assert.deepEqual([...bytes.subarray(6)], [2, 0xc5, 0x8d]);
  assert.ok(isLetIn(Uint8Array.of(1, 0)));
  assert.equal(isLetIn(Uint8Array.of(1, 1)), false);
  assert.equal(isLetIn(Uint8Array.of(1)), false);
});

Deno.test("encodeConnect() hands over the host's name as it is, never an address", () => {
  fc.assert(
    fc.property(
      fc.domain(),
      fc.integer({ min: 1, max: 65535 }),
      (host, port) => {
        const bytes = encodeConnect(host, port);
        assert.deepEqual([...bytes.subarray(0, 5)], [5, 1, 0, 3, host.length]);
        assert.equal(text(bytes.subarray(5, -2)), host);
        const [high = 0, low = 0] = bytes.subarray(-2);
        assert.equal(high * 256 + low, port);
      },
    ),
  );
});

Deno.test("encodeConnect() refuses a name that is too long", () => {
  assert.equal(encodeConnect("a".repeat(255), 1).length, 5 + 255 + 2);
  assert.throws(() => encodeConnect("a".repeat(256), 1), RangeError);
});

Deno.test("decodeReply() knows how long the rest of a reply is", () => {
  const restOf = (...head: number[]) => decodeReply(Uint8Array.from(head));
  assert.deepEqual(restOf(5, 0, 0, 1, 127), { code: 0, rest: 5 });
  assert.deepEqual(restOf(5, 0xf0, 0, 4, 0), { code: 0xf0, rest: 17 });
  assert.deepEqual(restOf(5, 1, 0, 3, 9), { code: 1, rest: 11 });
});

Deno.test("decodeReply() takes nothing else for a reply", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5 }), (head) => {
      const reply = decodeReply(head);
      const isOne = head.length === 5 && head[0] === 5 &&
        [1, 3, 4].includes(head[3] ?? 0);
      assert.equal(reply !== undefined, isOne);
    }),
  );
});
