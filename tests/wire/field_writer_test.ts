import assert from "node:assert/strict";
import { decode } from "@msgpack/msgpack";
import fc from "fast-check";
import { FieldWriter } from "../../core/wire/field-writer.ts";
import { HEADER_SIZE } from "../../core/wire/frame.ts";
import type { Span } from "../../core/wire/span.ts";

/** Writes a frame of bytes and nothing else. */
function write(writer: FieldWriter, size: number): Span {
  writer.begin(1);
  writer.bytes(new Uint8Array(size).fill(7));
  return writer.finish();
}

const sizes = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000)));

Deno.test("FieldWriter never writes where it wrote a frame before", () => {
  fc.assert(fc.property(sizes, (sizes) => {
    const writer = new FieldWriter();
    const frames = sizes.map((size) => write(writer, size));
    frames.forEach((frame, i) => {
      const data = new Uint8Array(sizes[i] ?? 0).fill(7);
      assert.deepEqual(decode(frame.view().subarray(HEADER_SIZE)), [data]);
    });
  }));
});

Deno.test("FieldWriter keeps 32 KiB at most for the sake of a small frame", () => {
  const writer = new FieldWriter();
  for (const size of [10, 40_000, 10, 1_000_000, 10, 30_000, 10]) {
    const { bytes } = write(writer, size);
    assert.ok(bytes.buffer.byteLength <= Math.max(32 * 1024, size + 16));
  }
});

Deno.test("FieldWriter writes small frames one after the other", () => {
  const writer = new FieldWriter();
  const [one, two] = [write(writer, 10), write(writer, 20)];
  assert.ok(two.follows(one));
});

Deno.test("FieldWriter forgets a frame that was not finished", () => {
  const writer = new FieldWriter();
  writer.begin(2);
  writer.string("half a frame");
  assert.deepEqual(
    decode(write(writer, 1).view().subarray(HEADER_SIZE)),
    [Uint8Array.of(7)],
  );
});
