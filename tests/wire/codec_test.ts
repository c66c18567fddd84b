import assert from "node:assert/strict";
import { decode, Encoder } from "@msgpack/msgpack";
import fc from "fast-check";
import { DecodeError } from "kozo";
import { decodeFrame, encodeFrame, type Frame } from "../../core/wire/codec.ts";
import { HEADER_SIZE } from "../../core/wire/frame.ts";
import { frame, mutated } from "./arbitrary-frame.ts";

const encoder = new Encoder({ maxDepth: 200 });

/** Data of an event with nothing to say. */
const NIL = Uint8Array.of(0xc0);

/** A whole event, field by field. */
const EVENT: readonly unknown[] = [2, "alice", "timer", 1.5, "tick", null, NIL];

function body(frame: Frame): Uint8Array {
  return encodeFrame(frame).subarray(HEADER_SIZE);
}

/** The fields of a frame as they travel. */
function fieldsOf(frame: Frame): unknown[] {
  const fields = decode(body(frame));
  assert.ok(Array.isArray(fields));
  return fields;
}

/** The error that the fields lead to, which is to be a DecodeError. */
function faultOf(fields: unknown): string {
  return faultOfBody(encoder.encode(fields));
}

function faultOfBody(body: Uint8Array): string {
  try {
    decodeFrame(body);
  } catch (error) {
    assert.ok(error instanceof DecodeError, `Not a DecodeError: ${error}`);
    return error.message;
  }
  throw new Error("The frame was not refused");
}

/** Makes sure that bytes give a frame or a DecodeError and nothing else. */
function survives(body: Uint8Array): void {
  try {
    assert.equal(typeof decodeFrame(body).kind, "string");
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
}

Deno.test("decodeFrame() gives back every frame that encodeFrame() takes", () => {
  fc.assert(fc.property(frame, (frame) => {
    assert.deepEqual(decodeFrame(body(frame)), frame);
  }));
});

Deno.test("encodeFrame() puts the length of the body in front of it", () => {
  fc.assert(fc.property(frame, (frame) => {
    const bytes = encodeFrame(frame);
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    assert.equal(length, bytes.length - HEADER_SIZE);
  }));
});

Deno.test("decodeFrame() copies no data", () => {
  const bytes = encoder.encode(EVENT);
  const decoded = decodeFrame(bytes);
  assert.ok(decoded.kind === "event");
  assert.deepEqual(decoded.data, NIL);
  assert.equal(decoded.data.buffer, bytes.buffer);
});

Deno.test("decodeFrame() makes a frame or a DecodeError of any bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), {
    numRuns: 1000,
  });
});

Deno.test("decodeFrame() makes a frame or a DecodeError of a mutated frame", () => {
  fc.assert(fc.property(mutated(frame.map(body)), survives), {
    numRuns: 1000,
  });
});

Deno.test("decodeFrame() refuses a truncated frame", () => {
  fc.assert(fc.property(frame, fc.nat(), (frame, cut) => {
    const whole = body(frame);
    faultOfBody(whole.subarray(0, cut % whole.length));
  }));
});

Deno.test("decodeFrame() refuses what follows a frame", () => {
  fc.assert(fc.property(frame, fc.nat(255), (frame, byte) => {
    faultOfBody(Uint8Array.of(...body(frame), byte));
  }));
});

Deno.test("decodeFrame() refuses what is no array", () => {
  for (const value of [null, 7, "hello", { kind: 1 }, new Date(0)]) {
    assert.equal(faultOf(value), "a frame is not an array");
  }
});

Deno.test("decodeFrame() refuses a kind that it does not know", () => {
  for (const code of [11, -1, 0.5, 2 ** 40]) {
    assert.equal(faultOf([code]), `${code} is no kind of frame`);
  }
  for (const code of ["2", null, true, NaN, Infinity, new Date(0)]) {
    assert.equal(
      faultOf([code]),
      'the field "kind" of a frame is not a finite number',
    );
  }
});

Deno.test("decodeFrame() refuses a frame that lacks its last field", () => {
  fc.assert(fc.property(frame, (frame) => {
    const fault = faultOf(fieldsOf(frame).slice(0, -1));
    assert.match(fault, /^the field "\w+" of a frame is not there$/);
  }));
  assert.match(faultOf([]), /^the field "kind"/);
});

Deno.test("decodeFrame() refuses a frame with a field too many", () => {
  const known = frame.filter(({ kind }) => kind !== "foreign-hello");
  fc.assert(fc.property(known, (frame) => {
    const fault = faultOf([...fieldsOf(frame), null]);
    assert.equal(fault, "a frame has 1 fields too many");
  }));
});

Deno.test("decodeFrame() refuses a field of the wrong kind", () => {
  const wrong: [at: number, name: string, values: unknown[]][] = [
    [1, "sender", [1, null, NIL]],
    [2, "role", [true, new Date(0)]],
    [3, "time", ["1.5", NaN, -Infinity, null]],
    [4, "type", [4, null]],
    [5, "channel", [5, NIL, false]],
    [6, "data", ["text", null, 6]],
  ];
  for (const [at, name, values] of wrong) {
    for (const value of values) {
      assert.match(
        faultOf(EVENT.with(at, value)),
        new RegExp(`^the field "${name}" of a frame is not `),
      );
    }
  }
});

Deno.test("decodeFrame() refuses arrays and maps among the fields", () => {
  for (const value of [[], {}, ["tick"]]) {
    assert.equal(
      faultOf(EVENT.with(4, value)),
      'the field "type" of a frame is not a string',
    );
  }
});

Deno.test("decodeFrame() reads nothing but the version of a foreign hello", () => {
  assert.deepEqual(decodeFrame(encoder.encode([0, 2, "who", true, 7, null])), {
    kind: "foreign-hello",
    protocol: 2,
  });
});

Deno.test("decodeFrame() refuses data that a role could not read", () => {
  const data: [unknown, RegExp][] = [
    [Uint8Array.of(), /^the value claims 1 more bytes, but 0 are there$/],
    [Uint8Array.of(0xc0, 0xc0), /^1 bytes follow the value$/],
    [Uint8Array.of(0xc1), /^0xc1 starts no value that is allowed$/],
    [encoder.encode(nested(33)), /^the value is nested deeper than 32$/],
  ];
  for (const [value, fault] of data) {
    assert.match(faultOf(EVENT.with(6, value)), fault);
  }
  decodeFrame(encoder.encode(EVENT.with(6, encoder.encode(nested(32)))));
});

/** An array in an array, and so on. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

Deno.test("decodeFrame() refuses heartbeats and numbers that cannot be", () => {
  const hello = (heartbeat: number) =>
    encodeFrame({
      kind: "hello",
      version: "1",
      node: "a",
      instance: "i",
      fingerprint: "f",
      heartbeat,
    });
  const start = (number: number, after: number) =>
    encodeFrame({ kind: "start", number, after });
  const refused = [
    ...[-5, 0, 1e300].map(hello),
    ...[[0, 0], [1.5, 0], [1e300, 0], [1, -1]].map(([n = 0, a = 0]) =>
      start(n, a)
    ),
  ];
  for (const frame of refused) {
    assert.throws(
      () => decodeFrame(frame.subarray(HEADER_SIZE)),
      { name: "DecodeError" },
    );
  }
});
