import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { DecodeError } from "kozo";
import { FrameSplitter, HEADER_SIZE } from "../../core/wire/frame.ts";
import type { Span } from "../../core/wire/span.ts";
import { withHeader } from "../support/with-header.ts";

const MAX_SIZE = 1000;

/** The body of a small frame. */
const NUMBERS = Uint8Array.of(1, 2, 3);

const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }));

/** Cuts bytes into pieces of the given lengths, over and over; 0 is a piece too. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    pieces.push(bytes.slice(at, at + length));
    at += length;
  }
  return pieces;
}

/** Lengths of pieces, not all of them 0. */
const lengths = fc.array(fc.nat(80), { minLength: 1, maxLength: 8 })
  .filter((lengths) => lengths.some((length) => length > 0));

Deno.test("FrameSplitter finds the same frames however they are cut", () => {
  fc.assert(fc.property(bodies, lengths, (bodies, lengths) => {
    const splitter = new FrameSplitter(MAX_SIZE);
    const whole = Buffer.concat(bodies.map(withHeader));
    const found = cut(whole, lengths)
      .flatMap((piece) => [...splitter.push(piece)])
      .map((body) => body.view());
    assert.deepEqual(found, bodies);
  }));
});

Deno.test("FrameSplitter gives a frame as soon as its last byte is there", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), (body) => {
    const splitter = new FrameSplitter(MAX_SIZE);
    const bytes = [...withHeader(body)];
    bytes.forEach((byte, i) => {
      const found = [...splitter.push(Uint8Array.of(byte))];
      assert.equal(found.length, i === bytes.length - 1 ? 1 : 0);
    });
  }));
});

Deno.test("FrameSplitter holds nothing besides a frame that comes in parts", () => {
  fc.assert(
    fc.property(bodies, fc.integer({ min: 1, max: 7 }), (bodies, size) => {
      const splitter = new FrameSplitter(MAX_SIZE);
      for (const body of bodies) {
        const found = cut(withHeader(body), [size])
          .flatMap((piece) => [...splitter.push(piece)]);
        if (body.length < size) continue;
        const held = found.map(({ bytes }) => bytes.buffer.byteLength);
        assert.deepEqual(held, [HEADER_SIZE + body.length]);
      }
    }),
  );
});

Deno.test("FrameSplitter holds 32 KiB at most for the sake of a small frame", () => {
  const splitter = new FrameSplitter(MAX_SIZE);
  const frames = Array.from({ length: 5000 }, () => withHeader(NUMBERS));
  for (const body of splitter.push(Buffer.concat(frames))) {
    assert.deepEqual(body.view(), NUMBERS);
    assert.ok(body.bytes.buffer.byteLength <= 32 * 1024);
  }
});

Deno.test("FrameSplitter keeps nothing of what it was given, of a Buffer too", () => {
  const splitter = new FrameSplitter(MAX_SIZE);
  const bytes = Buffer.concat([NUMBERS, NUMBERS].map(withHeader));
  const found: Span[] = [];
  for (const piece of [bytes.subarray(0, 12), bytes.subarray(12)]) {
    found.push(...splitter.push(piece));
    piece.fill(0xff);
  }
  assert.deepEqual(found.map((body) => body.view()), [NUMBERS, NUMBERS]);
});

Deno.test("FrameSplitter refuses a claim of 4 GiB at the header", () => {
  for (const pieces of [[4], [1, 1, 1, 1], [3, 1]]) {
    const splitter = new FrameSplitter(2 ** 20);
    const [last = 0, ...first] = pieces.toReversed();
    for (const size of first) {
      assert.deepEqual([...splitter.push(Buffer.alloc(size, 0xff))], []);
    }
    assert.throws(
      () => [...splitter.push(Buffer.alloc(last, 0xff))],
      new DecodeError(
        "a frame claims 4294967295 bytes, more than the 1048576 allowed",
      ),
    );
  }
});

Deno.test("FrameSplitter accepts the longest frame and refuses a longer one", () => {
  const longest = withHeader(new Uint8Array(MAX_SIZE));
  assert.equal([...new FrameSplitter(MAX_SIZE).push(longest)].length, 1);
  const longer = withHeader(new Uint8Array(MAX_SIZE + 1));
  assert.throws(
    () => [...new FrameSplitter(MAX_SIZE).push(longer)],
    DecodeError,
  );
});

Deno.test("FrameSplitter refuses an empty frame", () => {
  for (const size of [4, 1]) {
    const splitter = new FrameSplitter(MAX_SIZE);
    assert.throws(
      () =>
        cut(new Uint8Array(4), [size])
          .flatMap((piece) => [...splitter.push(piece)]),
      new DecodeError("a frame is empty"),
    );
  }
});

Deno.test("FrameSplitter gives the frames before a bad one", () => {
  const splitter = new FrameSplitter(MAX_SIZE);
  const frames = splitter.push(
    Buffer.concat([withHeader(Uint8Array.of(7)), new Uint8Array(4)]),
  );
  assert.deepEqual(frames.next().value?.view(), Uint8Array.of(7));
  assert.throws(() => frames.next(), DecodeError);
});
