import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { DecodeError, MessageError } from "kozo";
import { decodeValue, encodeValue } from "../../core/wire/value.ts";
import { mutated, sendableValue } from "./arbitrary-frame.ts";

function faultOf(value: unknown): string {
  try {
    encodeValue(value);
  } catch (error) {
    assert.ok(error instanceof MessageError, `Not a MessageError: ${error}`);
    return error.message;
  }
  throw new Error("The value was not refused");
}

Deno.test("decodeValue() gives back every value that can be sent", () => {
  fc.assert(fc.property(sendableValue, (value) => {
    assert.deepEqual(decodeValue(encodeValue(value)), value);
  }));
});

Deno.test("encodeValue() leaves out what is undefined, and sends null for it in arrays", () => {
  const value = { a: undefined, b: [undefined, 1], c: { d: undefined } };
  assert.deepEqual(decodeValue(encodeValue(value)), { b: [null, 1], c: {} });
  assert.equal(decodeValue(encodeValue(undefined)), null);
});

Deno.test("encodeValue() takes objects without a prototype", () => {
  const value = Object.assign(Object.create(null), { a: 1 });
  assert.deepEqual(decodeValue(encodeValue(value)), { a: 1 });
});

Deno.test("encodeValue() names the kind and the path of what cannot be sent", () => {
  class Door {}
  const unsendable: [unknown, string][] = [
    [() => 1, "a function"],
    [Symbol("x"), "a symbol"],
    [new Map(), "a Map"],
    [new Set(), "a Set"],
    [/x/, "a RegExp"],
    [new Error("x"), "a Error"],
    [new Door(), "a Door"],
    [new Uint16Array(1), "a Uint16Array"],
    [new Date(NaN), "an invalid Date"],
    [2n ** 64n, "an integer of more than 64 bits"],
    [-(2n ** 63n) - 1n, "an integer of more than 64 bits"],
    [Object.create(Object.create(null)), "a class"],
    [Promise.resolve(), "a Promise"],
  ];
  for (const [value, kind] of unsendable) {
    assert.equal(
      faultOf({ list: [1, { x: value }] }),
      `Cannot send the message: "data.list[1].x" is ${kind}, expected null, ` +
        "a boolean, number, string, Date, Uint8Array, or an array or plain " +
        "object of these",
    );
    assert.ok(faultOf(value).includes(`"data" is ${kind}`));
  }
});

Deno.test("encodeValue() refuses keys that no node takes", () => {
  for (const key of ["__proto__", "constructor", "prototype", "a\ud800"]) {
    const object = JSON.parse(`{"in":{${JSON.stringify(key)}:1}}`);
    assert.equal(
      faultOf(object),
      `Cannot send the message: "data.in" has the key ${
        JSON.stringify(key)
      }, ` +
        "which no node takes: give it another name",
    );
  }
});

Deno.test("encodeValue() takes depth 32, refuses depth 33 and circles", () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? 1 : { a: nested(depth - 1) };
  assert.deepEqual(decodeValue(encodeValue(nested(32))), nested(32));
  assert.match(faultOf(nested(33)), /is something nested deeper than 32,/);
  const circle: unknown[] = [];
  circle.push(circle);
  assert.match(faultOf(circle), /is something nested deeper than 32,/);
});

Deno.test("decodeValue() gives bytes that share no memory with what it read", () => {
  const encoded = encodeValue(Uint8Array.of(1, 2, 3));
  const first = decodeValue(encoded);
  assert.ok(first instanceof Uint8Array);
  first.fill(9);
  assert.deepEqual(decodeValue(encoded), Uint8Array.of(1, 2, 3));
});

Deno.test("decodeValue() copies what it reads of a Buffer, too", () => {
  // Slices of a Buffer are views.
  const encoded = Buffer.from(encodeValue({ bytes: Uint8Array.of(1, 2, 3) }));
  const value = decodeValue(encoded) as { bytes: Uint8Array };
  value.bytes.fill(0);
  assert.deepEqual(decodeValue(encoded), { bytes: Uint8Array.of(1, 2, 3) });
});

Deno.test("decodeValue() makes a value or a DecodeError of any bytes", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    mutated(sendableValue.map(encodeValue)),
  );
  fc.assert(
    fc.property(bytes, (bytes) => {
      try {
        decodeValue(bytes);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});
