import fc from "fast-check";
import { Log, type Message, type MessageOrigin } from "../model/message.ts";
import { GivenEvent, GivenOrder } from "./given-message.ts";

/** Names that mean something to code, or to a terminal, and any others. */
const name = fc.oneof(
  fc.constantFrom("node1", "timer1", "*", "__proto__", "", "a\n\u001b[31m"),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const origin: fc.Arbitrary<MessageOrigin> = fc.record({
  sender: name,
  senderRole: name,
  timestamp: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 0, max: 4e9, noNaN: true }),
  ),
});

/** Data of every kind that a message can carry. */
const data = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, maxDepth: 4 }),
  fc.uint8Array(),
);

/**
 * Messages of every kind from anybody.
 *
 * @param types types of events and orders that shall come often
 */
export function arbitraryMessage(
  types: readonly string[] = [],
): fc.Arbitrary<Message> {
  const type = fc.oneof(name, ...types.map((known) => fc.constant(known)));
  const channel = fc.option(name, { nil: undefined });
  return fc.oneof(
    fc.tuple(origin, type, channel, data)
      .map((parts) => new GivenEvent(...parts)),
    fc.tuple(origin, type, channel, data)
      .map((parts) => new GivenOrder(...parts)),
    fc.tuple(origin, fc.string({ unit: "binary" }))
      .map((parts) => new Log(...parts)),
  );
}
