import assert from "node:assert/strict";
import fc from "fast-check";
import { Slab } from "../../core/wire/slab.ts";

const size = fc.oneof(fc.nat(300), fc.nat(40_000));

Deno.test("Slab never gives the same byte twice", () => {
  fc.assert(fc.property(fc.array(size), (sizes) => {
    const slab = new Slab();
    const pieces = sizes.map((size, i) => slab.take(size).fill(i % 251));
    pieces.forEach((piece, i) => {
      assert.equal(piece.length, sizes[i]);
      assert.ok(piece.every((byte) => byte === i % 251));
    });
  }));
});

Deno.test("Slab.copy() gives the same bytes in other memory", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 10_000 }), (bytes) => {
    const copy = new Slab().copy(bytes);
    assert.deepEqual(copy, bytes);
    assert.notEqual(copy.buffer, bytes.buffer);
  }));
});

Deno.test("Slab keeps no more than 32 KiB for the sake of a small piece", () => {
  const slab = new Slab();
  for (const size of [1, 100, 4096]) {
    assert.ok(slab.take(size).buffer.byteLength <= 32 * 1024);
  }
  assert.equal(slab.take(5000).buffer.byteLength, 5000);
});
