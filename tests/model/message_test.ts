import assert from "node:assert/strict";
import { Event, Log, Message, Order, TypedMessage } from "kozo";
import { encodeValue } from "../../core/wire/value.ts";

const origin = { sender: "alice", senderRole: "timer", timestamp: 1.5 };

for (const Kind of [Event, Order]) {
  Deno.test(`${Kind.name} tells what was said, by whom and when`, () => {
    const message = new Kind(origin, "tick", "hour", encodeValue({ n: 1 }));
    assert.ok(message instanceof TypedMessage && message instanceof Message);
    const { sender, senderRole, timestamp, type, channel, data } = message;
    assert.deepEqual({ sender, senderRole, timestamp }, origin);
    assert.deepEqual({ type, channel, data }, {
      type: "tick",
      channel: "hour",
      data: { n: 1 },
    });
  });

  Deno.test(`${Kind.name} gives the same data each time`, () => {
    const message = new Kind(origin, "tick", undefined, encodeValue([1]));
    assert.equal(message.data, message.data);
  });

  Deno.test(`a copy of an ${Kind.name} is equal and shares no data with it`, () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const data = { list: [1], bytes };
    const message = new Kind(origin, "tick", "x", encodeValue(data));
    const copy = message.copy();
    assert.ok(copy instanceof Kind);
    assert.deepEqual({ ...copy }, { ...message });
    assert.deepEqual(copy.data, data);
    const { list, bytes: copied } = copy.data as typeof data;
    list.push(2);
    copied.fill(9);
    assert.deepEqual(message.data, data);
    assert.deepEqual(message.copy().data, data);
  });

  Deno.test(`the size of an ${Kind.name} counts data, type and channel`, () => {
    const payload = encodeValue("four");
    assert.equal(
      new Kind(origin, "tick", undefined, payload).size,
      payload.length + 4,
    );
    assert.equal(
      new Kind(origin, "tick", "hour", payload).size,
      payload.length + 8,
    );
  });
}

Deno.test("Log has a text, which is its size, and can be copied", () => {
  const message = new Log(origin, "The door is open");
  assert.equal(message.size, 16);
  const copy = message.copy();
  assert.ok(copy instanceof Log && copy !== message);
  assert.deepEqual({ ...copy }, { ...origin, text: "The door is open" });
});
