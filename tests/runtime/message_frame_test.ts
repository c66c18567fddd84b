import assert from "node:assert/strict";
import fc from "fast-check";
import { Event, Log, Message, MessageError, Order } from "kozo";
import {
  encodeMessage,
  fromFrame,
  toFrame,
} from "../../core/runtime/message-frame.ts";
import { decodeFrame } from "../../core/wire/codec.ts";
import { HEADER_SIZE } from "../../core/wire/frame.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { sendableValue } from "../wire/arbitrary-frame.ts";

const text = fc.string({ unit: "binary" });

const origin = fc.record({
  sender: text,
  senderRole: text,
  timestamp: fc.double({ noNaN: true, noDefaultInfinity: true })
    .map((number) => number === 0 ? 0 : number),
});

const typed = fc.tuple(
  origin,
  text,
  fc.option(text, { nil: undefined }),
  sendableValue.map(encodeValue),
);

const message: fc.Arbitrary<Message> = fc.oneof(
  typed.map((parts) => new Event(...parts)),
  typed.map((parts) => new Order(...parts)),
  fc.tuple(origin, text).map((parts) => new Log(...parts)),
);

Deno.test("a message comes out of its frame as it went in", () => {
  fc.assert(fc.property(message, (message) => {
    const body = encodeMessage(message, Infinity).subarray(HEADER_SIZE);
    const frame = decodeFrame(body);
    assert.ok(
      frame.kind === "event" || frame.kind === "order" || frame.kind === "log",
    );
    const arrived = fromFrame(frame);
    assert.equal(arrived.constructor, message.constructor);
    assert.deepEqual({ ...arrived }, { ...message });
  }));
});

Deno.test("encodeMessage() takes a message as big as peers take, none bigger", () => {
  const log = new Log({ sender: "a", senderRole: "b", timestamp: 1 }, "hello");
  const size = encodeMessage(log, Infinity).length - HEADER_SIZE;
  encodeMessage(log, size);
  assert.throws(
    () => encodeMessage(log, size - 1),
    new MessageError(
      `Cannot send the message: it has ${size} bytes, more than ` +
        `"maxMessageSize" (${size - 1}) allows`,
    ),
  );
});

Deno.test("toFrame() refuses a kind of message that no node knows", () => {
  class Rumour extends Message {
    override get size(): number {
      return 1;
    }
    override copy(): Rumour {
      return this;
    }
  }
  const rumour = new Rumour({ sender: "a", senderRole: "b", timestamp: 1 });
  assert.throws(
    () => toFrame(rumour),
    new TypeError("Rumour is no kind of message"),
  );
});
