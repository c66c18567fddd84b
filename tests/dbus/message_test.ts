import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../core/errors.ts";
import {
  type DbusMessage,
  decodeMessage,
  encodeMessage,
  messageSize,
  MessageType,
} from "../../core/dbus/message.ts";
import { DbusReader } from "../../core/dbus/reader.ts";
import { splitSignature } from "../../core/dbus/signature.ts";
import { Variant } from "../../core/dbus/value.ts";
import { DbusWriter } from "../../core/dbus/writer.ts";
import { arbitraryTyped } from "./arbitrary-value.ts";

const HELLO: DbusMessage = {
  type: MessageType.Call,
  serial: 1,
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
  member: "Hello",
  destination: "org.freedesktop.DBus",
  body: [],
};

/** What a bus itself takes for Hello, byte by byte. */
const HELLO_BYTES = "6c01000100000000010000006d000000" +
  "01016f00150000002f6f72672f667265656465736b746f702f4442757300" + "0000" +
  "0201730014000000" + "6f72672e667265656465736b746f702e4442757300" + "000000" +
  "0301730005000000" + "48656c6c6f00" + "0000" +
  "0601730014000000" + "6f72672e667265656465736b746f702e4442757300" + "000000";

Deno.test("D-Bus: Hello is what a bus expects", () => {
  assert.equal(encodeMessage(HELLO).toHex(), HELLO_BYTES);
  assert.deepEqual(decodeMessage(encodeMessage(HELLO)), HELLO);
});

Deno.test("D-Bus: values come back as they were", () => {
  fc.assert(fc.property(fc.array(arbitraryTyped), (typed) => {
    const signature = typed.map(({ signature }) => signature).join("");
    const values = typed.map(({ value }) => value);
    const writer = new DbusWriter();
    writer.writeAll(signature, values);
    const read = new DbusReader(writer.bytes, true).readAll(signature);
    assert.deepEqual(read, values);
  }));
});

Deno.test("D-Bus: messages come back as they were", () => {
  fc.assert(fc.property(arbitraryTyped, fc.nat(), (typed, serial) => {
    const message: DbusMessage = {
      ...HELLO,
      serial,
      replySerial: 7,
      sender: ":1.7",
      errorName: "org.example.Error",
      signature: typed.signature,
      body: [typed.value],
    };
    const bytes = encodeMessage(message);
    assert.equal(messageSize(bytes), bytes.length);
    assert.deepEqual(decodeMessage(bytes), message);
  }));
});

Deno.test("D-Bus: the high byte may come first", () => {
  const bytes = new Uint8Array([0, 0, 0, 2, 0, 0, 0, 1, 0x78, 0]);
  const reader = new DbusReader(bytes, false);
  assert.deepEqual(reader.readAll("us"), [2, "x"]);
});

Deno.test("D-Bus: no byte that is cut off or changed does harm", () => {
  const anything = fc.tuple(arbitraryTyped, fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(anything, ([{ signature, value }, at, byte]) => {
      const bytes = encodeMessage({ ...HELLO, signature, body: [value] });
      bytes[at % bytes.length] = byte;
      for (const length of [bytes.length, at % bytes.length]) {
        try {
          const part = bytes.subarray(0, length);
          const size = messageSize(part);
          if (size !== undefined && size <= length) decodeMessage(part);
        } catch (error) {
          assert.ok(error instanceof DecodeError, String(error));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("D-Bus: a message that claims too much is refused at once", () => {
  const bytes = encodeMessage(HELLO);
  new DataView(bytes.buffer).setUint32(4, 0xffffff00, true);
  assert.throws(() => messageSize(bytes), /claims 4294967/);
  assert.equal(messageSize(bytes.subarray(0, 15)), undefined);
  assert.throws(() => messageSize(new Uint8Array(16)), DecodeError);
});

Deno.test("D-Bus: variants that are too deep are refused", () => {
  let variant = new Variant("y", 1);
  for (let depth = 0; depth < 40; depth++) variant = new Variant("v", variant);
  const writer = new DbusWriter();
  writer.writeAll("v", [variant]);
  const reader = new DbusReader(writer.bytes, true);
  assert.throws(() => reader.readAll("v"), /more than 32 levels deep/);
});

Deno.test("D-Bus: signatures are split, or refused", () => {
  assert.deepEqual(splitSignature("sa{sv}(ia(bb))aay"), [
    "s",
    "a{sv}",
    "(ia(bb))",
    "aay",
  ]);
  for (const bad of ["a", "(", "()", "(s", "z", ")", "a".repeat(50) + "y"]) {
    assert.throws(() => splitSignature(bad), DecodeError);
  }
});

Deno.test("D-Bus: a value that is not of its type is refused", () => {
  const write = (signature: string, ...values: number[]) =>
    new DbusWriter().writeAll(signature, values);
  assert.throws(() => write("v", 1), TypeError);
  assert.throws(() => write("as", 1), TypeError);
  assert.throws(() => write("x", 1), TypeError);
  assert.throws(() => write("uu", 1), TypeError);
});
