import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decodeElement,
  decodeElements,
  encodeElement,
  sequence,
  uint,
  uuid,
} from "../../core/bluetooth/sdp/element.ts";
import { readChannels, searchAll } from "../../core/bluetooth/sdp/client.ts";
import {
  readRegisterResponse,
  readSearchResponse,
  registerRequest,
  searchRequest,
} from "../../core/bluetooth/sdp/pdu.ts";
import { encodeRecord, toRecord } from "../../core/bluetooth/sdp/record.ts";
import { recordToXml } from "../../core/bluetooth/sdp/record-xml.ts";
import { DecodeError } from "../../core/errors.ts";
import { arbitraryElement } from "./arbitrary-element.ts";

const UUID = "6b6f7a6f-0001-4000-8000-0123456789ab";
const channels = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), {
  minLength: 1,
  maxLength: 10,
});

/** An answer of a device, a few bytes at a time. */
function answerer(answer: Uint8Array, size: number) {
  let at = 0;
  return (question: Uint8Array): Promise<Uint8Array> => {
    const part = answer.subarray(at, at + size);
    at += part.length;
    const more = at < answer.length ? [2, at >> 8, at & 0xff] : [0];
    const body = [part.length >> 8, part.length & 0xff, ...part, ...more];
    const [, high = 0, low = 0] = question;
    return Promise.resolve(
      new Uint8Array([
        7,
        high,
        low,
        body.length >> 8,
        body.length & 0xff,
        ...body,
      ]),
    );
  };
}

/** Whatever bytes are read, the reader gives a value or a DecodeError. */
function neverFailsOtherwise(read: (bytes: Uint8Array) => unknown): void {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        read(bytes);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
}

Deno.test("SDP: values come back as they were", () => {
  fc.assert(fc.property(arbitraryElement, (element) => {
    const [decoded, rest] = decodeElement(encodeElement(element));
    assert.deepEqual(decoded, element);
    assert.equal(rest.length, 0);
  }));
});

Deno.test("SDP: values are the bytes that the standard says", () => {
  assert.equal(encodeElement(uint(2, 0x1234)).toHex(), "091234");
  assert.equal(
    encodeElement({ type: "int", size: 1, value: -2n }).toHex(),
    "10fe",
  );
  const l2cap = uuid("00000100-0000-1000-8000-00805F9B34FB");
  assert.equal(encodeElement(l2cap).toHex(), "190100");
  assert.equal(
    encodeElement(uuid(UUID)).toHex(),
    "1c" + UUID.replaceAll("-", ""),
  );
  assert.equal(
    encodeElement(sequence(uint(1, 5), { type: "boolean", value: true }))
      .toHex(),
    "350408052801",
  );
  assert.equal(encodeElement({ type: "text", value: "é" }).toHex(), "2502c3a9");
});

Deno.test("SDP: no byte that is cut off or changed does harm", () => {
  fc.assert(
    fc.property(
      arbitraryElement,
      fc.nat(),
      fc.nat(255),
      (element, at, byte) => {
        const bytes = encodeElement(element);
        bytes[at % bytes.length] = byte;
        for (const length of [bytes.length, at % bytes.length]) {
          try {
            decodeElements(bytes.subarray(0, length));
          } catch (error) {
            assert.ok(error instanceof DecodeError);
          }
        }
      },
    ),
  );
});

Deno.test("SDP: any bytes are read, or refused", () => {
  neverFailsOtherwise(decodeElement);
  neverFailsOtherwise(readChannels);
  neverFailsOtherwise((bytes) => readSearchResponse(bytes, 1));
  neverFailsOtherwise(readRegisterResponse);
});

Deno.test("SDP: sequences that are too deep are refused", () => {
  let bytes = encodeElement(sequence());
  for (let depth = 0; depth < 40; depth++) {
    bytes = new Uint8Array([0x35, bytes.length, ...bytes]);
  }
  assert.throws(() => decodeElement(bytes), /more than 16 sequences deep/);
});

Deno.test("SDP: a service's channels are found in its record", async () => {
  const anySize = fc.integer({ min: 1, max: 300 });
  await fc.assert(
    fc.asyncProperty(channels, anySize, async (channels, size) => {
      const record = encodeRecord(
        toRecord({ uuid: UUID, name: "Kōzō", channels }),
      );
      const [decoded] = decodeElement(record);
      const answer = encodeElement(sequence(decoded));
      const whole = await searchAll(answerer(answer, size), UUID);
      assert.deepEqual(readChannels(whole), channels);
    }),
  );
});

Deno.test("SDP: an answer without end is ended", async () => {
  const endless = answerer(new Uint8Array(1_000_000), 10);
  await assert.rejects(searchAll(endless, UUID), /has no end/);
  const huge = answerer(new Uint8Array(1_000_000), 60_000);
  await assert.rejects(searchAll(huge, UUID), /has no end/);
});

Deno.test("SDP: a question is what the standard says", () => {
  assert.equal(
    searchRequest(2, UUID, [4]).toHex(),
    "0600020" + "01b" + "3511" + "1c" + UUID.replaceAll("-", "") + "ffff" +
      "3503090004" + "00",
  );
});

Deno.test("SDP: errors of the other side are named", () => {
  const says = (code: number) => new Uint8Array([1, 0, 1, 0, 2, 0, code]);
  assert.throws(
    () => readSearchResponse(says(3), 1),
    /it could not read the question/,
  );
  assert.throws(() => readSearchResponse(says(9), 1), /the error 9/);
  assert.throws(() => readSearchResponse(says(3), 2), /something else/);
});

Deno.test("SDP: a record goes to bluetoothd's own socket", () => {
  const record = encodeRecord(
    toRecord({ uuid: UUID, name: "x", channels: [3] }),
  );
  const request = registerRequest(new Uint8Array(6), record);
  const length = 1 + 6 + record.length;
  assert.deepEqual([...request.subarray(0, 6)], [0x75, 0, 1, 0, length, 2]);
  assert.deepEqual(request.subarray(12), record);
  readRegisterResponse(new Uint8Array([0x76, 0, 1, 0, 4, 0, 1, 0, 6]));
});

Deno.test("SDP: the XML of a record holds any name", () => {
  const service = { uuid: UUID, name: `<"Kōzō" & 'co'>`, channels: [1, 2] };
  const xml = recordToXml(toRecord(service));
  assert.match(xml, /<attribute id="0x0001"><sequence><uuid value="6b6f7a6f-/);
  assert.match(xml, /<uint8 value="2"\/>/);
  assert.ok(
    xml.includes('<text value="&#60;&#34;Kōzō&#34; &#38; &#39;co&#39;&#62;"/>'),
  );
});
