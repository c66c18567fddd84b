import assert from "node:assert/strict";
import fc from "fast-check";
import { fromBytes, toBytes } from "../../core/bluetooth/address.ts";
import { readEvent } from "../../core/bluetooth/hci-socket.ts";
import {
  EXTENDED_INQUIRY_RESULT,
  INQUIRY_RESULT,
  INQUIRY_RESULT_WITH_RSSI,
  readInquiryResults,
  textOf,
} from "../../core/bluetooth/inquiry-results.ts";

const ADDRESS = "b8:27:eb:01:02:03";
const ADDRESS_BYTES = [0x03, 0x02, 0x01, 0xeb, 0x27, 0xb8];

function padded(bytes: readonly number[], size: number): number[] {
  return [...bytes, ...new Array<number>(size - bytes.length).fill(0)];
}

Deno.test("addresses of Bluetooth devices come back as they were", () => {
  assert.deepEqual([...toBytes(ADDRESS.toUpperCase())], ADDRESS_BYTES);
  const bytes = fc.uint8Array({ minLength: 6, maxLength: 6 });
  fc.assert(fc.property(bytes, (bytes) => {
    assert.deepEqual([...toBytes(fromBytes(bytes))], [...bytes]);
  }));
});

Deno.test("a plain answer to a search tells address and class", () => {
  const device = [...ADDRESS_BYTES, 1, 0, 0, 0x0c, 0x02, 0x5a, 0, 0];
  const parameters = new Uint8Array([2, ...device, ...device]);
  const results = readInquiryResults({ code: INQUIRY_RESULT, parameters });
  const expected = { address: ADDRESS, deviceClass: 0x5a020c };
  assert.deepEqual(results, [expected, expected]);
});

Deno.test("an answer with its strength tells that, too", () => {
  const device = [...ADDRESS_BYTES, 1, 0, 0x0c, 0x02, 0x5a, 0, 0, 0xc4];
  const parameters = new Uint8Array([1, ...device]);
  assert.deepEqual(
    readInquiryResults({ code: INQUIRY_RESULT_WITH_RSSI, parameters }),
    [{ address: ADDRESS, deviceClass: 0x5a020c, signalStrength: -60 }],
  );
});

Deno.test("an extended answer tells the whole name, and not a short one", () => {
  const head = [...ADDRESS_BYTES, 1, 0, 0, 0, 0, 0, 0, 0xc4];
  const nameIn = (...data: number[]) => {
    const parameters = new Uint8Array([1, ...head, ...padded(data, 240)]);
    const [device] = readInquiryResults({
      code: EXTENDED_INQUIRY_RESULT,
      parameters,
    });
    return device?.name;
  };
  assert.equal(nameIn(2, 0x0a, 4, 3, 0x09, 0x68, 0x69), "hi");
  assert.equal(nameIn(3, 0x08, 0x68, 0x69), undefined);
  assert.equal(nameIn(250, 0x09, 0x68), undefined);
  assert.equal(nameIn(), undefined);
});

Deno.test("whatever an adapter says, it is read or passed over", () => {
  const codes = fc.constantFrom(
    INQUIRY_RESULT,
    INQUIRY_RESULT_WITH_RSSI,
    EXTENDED_INQUIRY_RESULT,
    0x77,
  );
  const bytes = fc.uint8Array({ maxLength: 260 });
  fc.assert(fc.property(codes, bytes, (code, parameters) => {
    for (const { address } of readInquiryResults({ code, parameters })) {
      assert.match(address, /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
    }
    readEvent(parameters);
  }));
});

Deno.test("packets that are no whole event are passed over", () => {
  assert.deepEqual(readEvent(new Uint8Array([4, 1, 1, 0])), {
    code: 1,
    parameters: new Uint8Array([0]),
  });
  for (const packet of [[], [4], [4, 1], [4, 1, 1], [2, 1, 1, 0]]) {
    assert.equal(readEvent(new Uint8Array(packet)), undefined);
  }
});

Deno.test("a name ends at its zero", () => {
  assert.equal(textOf(new TextEncoder().encode("lamp\0\0rest")), "lamp");
  assert.equal(textOf(new TextEncoder().encode("lamp")), "lamp");
});
