import assert from "node:assert/strict";
import { DecodeError } from "kozo";
import { decodeFrame, type TopicFrame } from "../../core/wire/codec.ts";
import { HEADER_SIZE } from "../../core/wire/frame.ts";
import { PeerTopics } from "../../core/wire/peer-topics.ts";
import { MAX_TOPICS, type Topic, Topics } from "../../core/wire/topics.ts";

function topic(differences: Partial<Topic> = {}): Topic {
  return {
    of: "event",
    sender: "clock",
    role: "timer",
    type: "tick",
    channel: undefined,
    ...differences,
  };
}

/** A topic with a number, as it is told. */
function told(number: number): TopicFrame {
  return { kind: "topic", number, ...topic({ type: `${number}` }) };
}

Deno.test("Topics gives each topic a number of its own, and always the same", () => {
  const all = [
    topic(),
    topic({ of: "order" }),
    topic({ role: "bell" }),
    topic({ type: "tock" }),
    topic({ channel: "" }),
    topic({ channel: "hour" }),
  ];
  const topics = new Topics();
  for (let round = 0; round < 2; round++) {
    const numbers = all.map((topic) => topics.numberOf(topic));
    assert.deepEqual(numbers, [0, 1, 2, 3, 4, 5]);
  }
  const frames = topics.framesFrom(4)
    .map((frame) => decodeFrame(frame.view().subarray(HEADER_SIZE)));
  assert.deepEqual(frames, [
    { kind: "topic", number: 4, ...all[4] },
    { kind: "topic", number: 5, ...all[5] },
  ]);
});

Deno.test("Topics gives no number to a topic too many, or one that is long", () => {
  const topics = new Topics();
  assert.equal(topics.numberOf(topic({ type: "x".repeat(101) })), undefined);
  for (let i = 0; i < MAX_TOPICS; i++) {
    assert.equal(topics.numberOf(topic({ type: `${i}` })), i);
  }
  assert.equal(topics.numberOf(topic({ type: "one more" })), undefined);
  assert.equal(topics.numberOf(topic({ type: "7" })), 7);
  assert.equal(topics.size, MAX_TOPICS);
});

Deno.test("PeerTopics tells a brief message in full", () => {
  const topics = new PeerTopics();
  topics.add(told(0));
  topics.add(told(1));
  const data = Uint8Array.of(0xc0);
  assert.deepEqual(
    topics.expand({ kind: "brief", topic: 1, time: 2, data }),
    {
      kind: "event",
      sender: "clock",
      role: "timer",
      time: 2,
      type: "1",
      channel: undefined,
      data,
    },
  );
  assert.throws(
    () => topics.expand({ kind: "brief", topic: 2, time: 2, data }),
    new DecodeError("topic 2 was not told"),
  );
});

Deno.test("PeerTopics refuses a topic that is not the next, and one too many", () => {
  const topics = new PeerTopics();
  assert.throws(
    () => topics.add(told(1)),
    new DecodeError("topic 1 comes instead of 0"),
  );
  for (let i = 0; i < MAX_TOPICS; i++) topics.add(told(i));
  assert.throws(
    () => topics.add(told(0)),
    new DecodeError(`topic 0 comes instead of ${MAX_TOPICS}`),
  );
  assert.throws(
    () => topics.add(told(MAX_TOPICS)),
    new DecodeError(`there are more than ${MAX_TOPICS} topics`),
  );
});
