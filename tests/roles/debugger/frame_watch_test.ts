import assert from "node:assert/strict";
import fc from "fast-check";
import { FrameWatch } from "../../../roles/debugger/frame-watch.ts";

/** A frame of text as a server sends it. */
function frame(length: number): Uint8Array {
  const size = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const bytes = new Uint8Array(2 + size + length).fill(0x81);
  const view = new DataView(bytes.buffer);
  view.setUint8(1, [length, 0, 126, 0, 0, 0, 0, 0, 127][size] ?? 0);
  if (size === 2) view.setUint16(2, length);
  if (size === 8) view.setBigUint64(2, BigInt(length));
  return bytes;
}

const LENGTHS = [0, 1, 125, 126, 127, 65535, 65536, 100_000];

Deno.test("A frame ends where its length says, however it comes in pieces", () => {
  const lengths = fc.array(
    fc.oneof(fc.constantFrom(...LENGTHS), fc.nat(300)),
    { minLength: 1, maxLength: 5 },
  );
  const sizes = fc.array(fc.constantFrom(1, 2, 3, 7, 1000, 70_000), {
    minLength: 1,
  });
  fc.assert(
    fc.property(lengths, sizes, (lengths, sizes) => {
      const frames = lengths.map(frame);
      const ends = new Set<number>();
      frames.reduce((end, { length }) => {
        ends.add(end + length);
        return end + length;
      }, 0);
      const stream = Uint8Array.from(frames.flatMap((bytes) => [...bytes]));
      const watch = new FrameWatch();
      for (let start = 0, i = 0; start < stream.length; i++) {
        const end = Math.min(
          start + (sizes[i % sizes.length] ?? 1),
          stream.length,
        );
        watch.push(stream.subarray(start, end));
        assert.equal(watch.isBetween, ends.has(end), `at ${end}`);
        start = end;
      }
    }),
    { numRuns: 50 },
  );
});
