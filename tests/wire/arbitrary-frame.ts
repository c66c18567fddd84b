import fc from "fast-check";
import type { Frame } from "../../core/wire/codec.ts";
import { FORBIDDEN_KEYS } from "../../core/wire/scan.ts";
import { encodeValue } from "../../core/wire/value.ts";

/** Text that every decoder leaves as it is. */
const text = fc.string({ unit: "binary" });

/** Numbers but for -0, which MessagePack takes for 0. */
const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double())
  .map((number) => number === 0 ? 0 : number);

const key = text.filter((key) => !FORBIDDEN_KEYS.has(key));

/** Every kind of value that comes out of the wire as it went in. */
export const sendableValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
  ),
  array: fc.array(tie("value"), { maxLength: 5 }),
  object: fc.dictionary(key, tie("value"), {
    maxKeys: 5,
    noNullPrototype: true,
  }),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    tie("array"),
    tie("object"),
  ),
})).value;

const finite = number.filter(Number.isFinite);

const message = {
  sender: text,
  role: text,
  time: finite,
};

/** Frames of every kind. */
export const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    kind: fc.constant("hello"),
    version: text,
    node: text,
    instance: text,
    fingerprint: text,
    heartbeat: fc.double({ min: 0.01, max: 86_400, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("foreign-hello"),
    protocol: finite.filter((protocol) => protocol !== 1),
  }),
  fc.record({ kind: fc.constant("heartbeat") }),
  fc.record({ kind: fc.constant("bye"), reason: text }),
  fc.record({
    kind: fc.constant("start"),
    number: fc.integer({ min: 1 }),
    after: fc.nat(),
  }),
  fc.record({
    kind: fc.constant("topic"),
    number: fc.nat(),
    of: fc.constantFrom("event", "order"),
    sender: text,
    role: text,
    type: text,
    channel: fc.option(text, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("brief"),
    topic: fc.nat(),
    time: finite,
    data: sendableValue.map(encodeValue),
  }),
  fc.record({ kind: fc.constant("ping"), number: fc.nat() }),
  fc.record({ kind: fc.constant("pong"), number: fc.nat(), time: finite }),
  fc.record({ kind: fc.constant("log"), ...message, text }),
  fc.record({
    kind: fc.constantFrom("event", "order"),
    ...message,
    type: text,
    channel: fc.option(text, { nil: undefined }),
    data: sendableValue.map(encodeValue),
  }),
).map((frame) => ({ ...frame }));

/** Bytes with some of them changed, put in or taken out. */
export function mutated(
  bytes: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.nat(1000),
    remove: fc.nat(3),
    insert: fc.array(fc.nat(255), { maxLength: 3 }),
  });
  return fc.tuple(bytes, fc.array(change, { minLength: 1, maxLength: 4 })).map(
    ([bytes, changes]) => {
      const numbers = [...bytes];
      for (const { at, remove, insert } of changes) {
        numbers.splice(at % (numbers.length + 1), remove, ...insert);
      }
      return Uint8Array.from(numbers);
    },
  );
}
