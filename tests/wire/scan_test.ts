import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { DecodeError } from "kozo";
import { scan } from "../../core/wire/scan.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { mutated, sendableValue } from "./arbitrary-frame.ts";

function faultOf(...bytes: readonly number[]): string {
  return faultOfBytes(Uint8Array.from(bytes));
}

function faultOfBytes(bytes: Uint8Array): string {
  try {
    scan(bytes, 32);
  } catch (error) {
    assert.ok(error instanceof DecodeError, `Not a DecodeError: ${error}`);
    return error.message;
  }
  throw new Error("The value was not refused");
}

/** A map of one key, whose bytes are given, and nil. */
function mapOf(...key: readonly number[]): Uint8Array {
  return Uint8Array.of(0x81, 0xd9, key.length, ...key, 0xc0);
}

Deno.test("scan() accepts all that encodeValue() makes", () => {
  fc.assert(fc.property(sendableValue, (value) => {
    scan(encodeValue(value), 32);
  }));
});

Deno.test("scan() knows the size of every kind of value", () => {
  const short: number[][] = [
    [0x00], // fixint
    [0xff],
    [0xa1, 65], // str
    [0xd9, 1, 65],
    [0xda, 0, 1, 65],
    [0xdb, 0, 0, 0, 1, 65],
    [0xc4, 1, 0], // bin
    [0xc5, 0, 1, 0],
    [0xc6, 0, 0, 0, 1, 0],
    [0xca, 0, 0, 0, 0], // float
    [0xcb, 0, 0, 0, 0, 0, 0, 0, 0],
    [0xcc, 0], // uint
    [0xcd, 0, 0],
    [0xce, 0, 0, 0, 0],
    [0xcf, 0, 0, 0, 0, 0, 0, 0, 0],
    [0xd0, 0], // int
    [0xd1, 0, 0],
    [0xd2, 0, 0, 0, 0],
    [0xd3, 0, 0, 0, 0, 0, 0, 0, 0],
    [0x91, 0xc0], // array
    [0xdc, 0, 1, 0xc0],
    [0xdd, 0, 0, 0, 1, 0xc0],
    [0x81, 0xa1, 65, 0xc0], // map
    [0xde, 0, 1, 0xa1, 65, 0xc0],
    [0xdf, 0, 0, 0, 1, 0xda, 0, 1, 65, 0xc0],
    [0xd6, 0xff, 0, 0, 0, 0], // timestamp
    [0xd7, 0xff, 0, 0, 0, 0, 0, 0, 0, 0],
    [0xc7, 12, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
  for (const bytes of short) {
    scan(Uint8Array.from(bytes), 32);
    assert.match(faultOf(...bytes, 0), /^1 bytes follow the value$/);
    if (bytes.length > 1) {
      assert.match(faultOf(...bytes.slice(0, -1)), /but \d+ are there$/);
    }
  }
});

Deno.test("scan() refuses or accepts, and does nothing else", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    mutated(sendableValue.map(encodeValue)),
  );
  fc.assert(
    fc.property(bytes, (bytes) => {
      try {
        scan(bytes, 32);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("scan() refuses a claim of 4 GiB by the bytes that are there", () => {
  const huge = [0xff, 0xff, 0xff, 0xff];
  for (const head of [0xc6, 0xdb, 0xdd, 0xdf]) {
    assert.match(faultOf(head, ...huge), /more bytes, but 0 are there$/);
  }
  assert.match(faultOf(0x81, 0xdb, ...huge), /more bytes, but 0 are there$/);
});

Deno.test("scan() accepts depth 32 and refuses depth 33", () => {
  for (const open of [[0x91], [0x81, 0xa0]]) {
    const nested = (depth: number) => [
      ...Array.from({ length: depth }, () => open).flat(),
      0xc0,
    ];
    scan(Uint8Array.from(nested(32)), 32);
    assert.equal(faultOf(...nested(33)), "the value is nested deeper than 32");
  }
});

Deno.test("scan() refuses depth 10 000 without a stack overflow", () => {
  const bytes = Buffer.alloc(10_001, 0x91);
  assert.equal(faultOfBytes(bytes), "the value is nested deeper than 32");
});

for (const key of ["__proto__", "constructor", "prototype"]) {
  Deno.test(`scan() refuses the key "${key}", however it is spelled`, () => {
    const plain = [...Buffer.from(key)];
    const [first = 0, ...rest] = plain;
    const low = 0x80 | (first & 0x3f);
    assert.equal(
      faultOfBytes(mapOf(...plain)),
      `the key "${key}" is not allowed`,
    );
    for (
      const longer of [
        [0xc0 | (first >> 6), low],
        [0xe0, 0x80 | (first >> 6), low],
        [0xf0, 0x80, 0x80 | (first >> 6), low],
      ]
    ) {
      assert.equal(
        faultOfBytes(mapOf(...longer, ...rest)),
        "a key is not UTF-8",
      );
    }
  });

  Deno.test(`scan() refuses the key "${key}" deep inside`, () => {
    const map = mapOf(...Buffer.from(key));
    assert.match(
      faultOf(0x92, 0xc0, 0x81, 0xa1, 65, ...map),
      /is not allowed$/,
    );
  });

  Deno.test(`scan() accepts the text "${key}", and longer keys`, () => {
    scan(encodeValue([key, { [`${key}s`]: key }]), 32);
  });
}

Deno.test("scan() refuses keys that are no strings", () => {
  for (const key of [0x01, 0xc0, 0xc3, 0x90, 0x80]) {
    assert.equal(faultOf(0x81, key, 0xc0), "a key is not a string");
  }
  assert.equal(faultOf(0x81, 0xc4, 1, 65, 0xc0), "a key is not a string");
});

Deno.test("scan() refuses extensions other than timestamps", () => {
  assert.equal(faultOf(0xd6, 1, 0, 0, 0, 0), "extension 1 is not allowed");
  assert.equal(faultOf(0xc7, 3, 0xff, 0, 0, 0), "extension -1 is not allowed");
  for (const head of [0xc1, 0xc8, 0xc9, 0xd4, 0xd5, 0xd8]) {
    assert.equal(
      faultOf(head, 0, 0, 0, 0),
      `0x${head.toString(16)} starts no value that is allowed`,
    );
  }
});
