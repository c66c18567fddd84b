import assert from "node:assert/strict";
import type { Outgoing } from "../../core/runtime/composer.ts";
import { decodeFrame, type MessageFrame } from "../../core/wire/codec.ts";
import { HEADER_SIZE } from "../../core/wire/frame.ts";
import { PeerTopics } from "../../core/wire/peer-topics.ts";
import type { Topics } from "../../core/wire/topics.ts";

/** A message as it comes out of a link, which has told all topics before. */
export function arrival({ frame }: Outgoing, topics: Topics): MessageFrame {
  const told = new PeerTopics();
  for (const topic of topics.framesFrom(0)) {
    const decoded = decodeFrame(topic.view().subarray(HEADER_SIZE));
    assert.ok(decoded.kind === "topic");
    told.add(decoded);
  }
  const decoded = decodeFrame(frame.view().subarray(HEADER_SIZE));
  if (decoded.kind === "brief") return told.expand(decoded);
  assert.ok(
    decoded.kind === "event" || decoded.kind === "order" ||
      decoded.kind === "log",
  );
  return decoded;
}
