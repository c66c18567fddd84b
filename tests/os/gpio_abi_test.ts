import assert from "node:assert/strict";
import fc from "fast-check";
import {
  GET_CHIP_INFO,
  GET_LINE_INFO,
  GET_VALUES,
  grantedDescriptor,
  LineFlag,
  packLineInfo,
  packLineRequest,
  packValue,
  REQUEST_LINE,
  SET_VALUES,
  unpackChipInfo,
  unpackEvents,
  unpackLineInfo,
  unpackValue,
} from "../../core/os/gpio-abi.ts";

/** A call's number, as the kernel's macro `_IOC` makes it. */
function callNumber(direction: number, count: number, size: number): bigint {
  return BigInt(direction) << 30n | BigInt(size) << 16n | 0xb4n << 8n |
    BigInt(count);
}

/** Bytes at some places, zeros elsewhere. */
function bytesOf(size: number, parts: Readonly<Record<number, number[]>>) {
  const bytes = new Uint8Array(size);
  for (const [at, part] of Object.entries(parts)) bytes.set(part, Number(at));
  return bytes;
}

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));

Deno.test("the numbers of the calls fit the sizes of what they take", () => {
  const [READ, BOTH] = [2, 3];
  assert.equal(GET_CHIP_INFO, callNumber(READ, 0x01, 68));
  assert.equal(GET_LINE_INFO, callNumber(BOTH, 0x05, packLineInfo(0).length));
  const request = { offset: 0, consumer: "", flags: 0n, debounce: 0 };
  const { length } = packLineRequest(request);
  assert.equal(REQUEST_LINE, callNumber(BOTH, 0x07, length));
  assert.equal(GET_VALUES, callNumber(BOTH, 0x0e, packValue(true).length));
  assert.equal(SET_VALUES, callNumber(BOTH, 0x0f, packValue(true).length));
});

Deno.test("packLineRequest() asks for one line with all that is wanted", () => {
  const { Output, ActiveLow } = LineFlag;
  assert.deepEqual(
    packLineRequest({
      offset: 18,
      consumer: "kozo",
      flags: Output | ActiveLow,
      value: true,
      debounce: 1000,
    }),
    bytesOf(592, {
      0: [18],
      256: ascii("kozo"),
      288: [0b1010],
      // Two attributes: what the output has, and the debounce period.
      296: [2],
      320: [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
      344: [3, 0, 0, 0, 0, 0, 0, 0, 0xe8, 3, 0, 0, 0, 0, 0, 0, 1],
      560: [1],
    }),
  );
});

Deno.test("grantedDescriptor() finds what the kernel leaves in a request", () => {
  assert.equal(grantedDescriptor(bytesOf(592, { 588: [7] })), 7);
});

Deno.test("packLineRequest() cuts a long name where the kernel's ends", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (consumer) => {
    const request = packLineRequest({
      offset: 0,
      consumer,
      flags: 0n,
      debounce: 0,
    });
    const rest = request.with(256, 0).fill(0, 256, 287);
    assert.deepEqual(rest, bytesOf(592, { 560: [1] }));
  }));
});

Deno.test("unpackChipInfo() reads names that take all their space, too", () => {
  const info = bytesOf(68, {
    0: ascii("gpiochip0"),
    32: ascii("x".repeat(32)),
    64: [54],
  });
  assert.deepEqual(unpackChipInfo(info), {
    name: "gpiochip0",
    label: "x".repeat(32),
    lines: 54,
  });
});

Deno.test("unpackLineInfo() tells whether a line is used, and by whom", () => {
  assert.deepEqual(packLineInfo(18), bytesOf(256, { 64: [18] }));
  const info = bytesOf(256, {
    0: ascii("GPIO18"),
    32: ascii("lamp"),
    72: [0b101],
  });
  assert.deepEqual(unpackLineInfo(info), { isUsed: true, consumer: "lamp" });
  assert.deepEqual(unpackLineInfo(new Uint8Array(256)), {
    isUsed: false,
    consumer: "",
  });
});

Deno.test("unpackValue() reads what packValue() writes", () => {
  assert.deepEqual(packValue(true), bytesOf(16, { 0: [1], 8: [1] }));
  for (const value of [true, false]) {
    assert.equal(unpackValue(packValue(value)), value);
  }
});

Deno.test("unpackEvents() reads whole events, in their order", () => {
  const event = fc.record({
    isRising: fc.boolean(),
    time: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  }, { noNullPrototype: true });
  fc.assert(fc.property(fc.array(event), fc.nat(47), (events, more) => {
    const bytes = new Uint8Array(events.length * 48 + more);
    const view = new DataView(bytes.buffer);
    events.forEach(({ isRising, time }, index) => {
      view.setBigUint64(index * 48, time, true);
      view.setUint32(index * 48 + 8, isRising ? 1 : 2, true);
    });
    assert.deepEqual(unpackEvents(bytes), events);
  }));
});
