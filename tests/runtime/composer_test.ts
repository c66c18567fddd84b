import assert from "node:assert/strict";
import fc from "fast-check";
import { Log, type Message, MessageError, TypedMessage } from "kozo";
import { Composer, type Outgoing } from "../../core/runtime/composer.ts";
import { fromFrame } from "../../core/runtime/message-frame.ts";
import { HEADER_SIZE } from "../../core/wire/frame.ts";
import { Topics } from "../../core/wire/topics.ts";
import { sendableValue } from "../wire/arbitrary-frame.ts";
import { arrival } from "./arrival.ts";

const text = fc.string({ unit: "binary" });

const origin = fc.record({
  sender: text,
  senderRole: text,
  timestamp: fc.double({ noNaN: true, noDefaultInfinity: true })
    .map((number) => number === 0 ? 0 : number),
});

const typed = fc.record({
  kind: fc.constantFrom("event" as const, "order" as const),
  origin,
  type: text,
  channel: fc.option(text, { nil: undefined }),
  data: sendableValue,
});

/** A composer, and a message of its as another node gets it. */
function setUp(maxSize = Infinity) {
  const topics = new Topics();
  const arrived = (outgoing: Outgoing): Message =>
    fromFrame(arrival(outgoing, topics));
  return { composer: new Composer(topics, maxSize), arrived };
}

Deno.test("an event or order comes out of its frame as it went in", () => {
  fc.assert(fc.property(typed, ({ kind, origin, type, channel, data }) => {
    const { composer, arrived } = setUp();
    const outgoing = composer.typed(kind, origin, type, channel, data);
    const { message } = outgoing;
    const copy = arrived(outgoing);
    assert.ok(message instanceof TypedMessage && copy instanceof TypedMessage);
    assert.equal(message.constructor.name.toLowerCase(), kind);
    assert.equal(copy.constructor, message.constructor);
    for (const { sender, senderRole, timestamp, ...rest } of [message, copy]) {
      assert.deepEqual({ sender, senderRole, timestamp }, { ...origin });
      assert.deepEqual({ type: rest.type, channel: rest.channel }, {
        type,
        channel,
      });
    }
    assert.deepEqual(message.data, data);
    assert.deepEqual(copy.data, data);
  }));
});

Deno.test("a log message comes out of its frame as it went in", () => {
  fc.assert(fc.property(origin, text, (origin, text) => {
    const { composer, arrived } = setUp();
    const outgoing = composer.log(origin, text);
    for (const log of [outgoing.message, arrived(outgoing)]) {
      assert.ok(log instanceof Log);
      assert.deepEqual({ ...log }, { ...origin, text });
    }
  }));
});

Deno.test("a message may be as big as peers take, and no bigger", () => {
  const origin = { sender: "a", senderRole: "b", timestamp: 1 };
  const makers = [
    (maxSize: number) => setUp(maxSize).composer.log(origin, "hello"),
    (maxSize: number) =>
      setUp(maxSize).composer.typed("event", origin, "tick", "x", [1, 2]),
  ];
  for (const make of makers) {
    const size = make(Infinity).frame.length - HEADER_SIZE;
    make(size);
    assert.throws(
      () => make(size - 1),
      new MessageError(
        `Cannot send the message: it has ${size} bytes, more than ` +
          `"maxMessageSize" (${size - 1}) allows`,
      ),
    );
  }
});
