import fc from "fast-check";
import type { SdpElement } from "../../core/bluetooth/sdp/element.ts";

/** With the prototype that objects of the code have. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record(model, { noNullPrototype: true });
}

const integer = fc.constantFrom(1, 2, 4, 8, 16).chain((size) => {
  const limit = 1n << BigInt(size * 8);
  return fc.oneof(
    record({
      type: fc.constant("uint"),
      size: fc.constant(size),
      value: fc.bigInt(0n, limit - 1n),
    }),
    record({
      type: fc.constant("int"),
      size: fc.constant(size),
      value: fc.bigInt(-limit / 2n, limit / 2n - 1n),
    }),
  );
});

const uuid = fc.oneof(
  fc.uuid(),
  fc.nat({ max: 0xffffffff }).map((number) =>
    `${number.toString(16).padStart(8, "0")}-0000-1000-8000-00805f9b34fb`
  ),
);

const words = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.nat({ max: 400 }).map((length) => "long ".repeat(length)),
);

/** Any value of SDP, as it is once it has been read. */
export const arbitraryElement: fc.Arbitrary<SdpElement> = fc.letrec<{
  readonly element: SdpElement;
}>((tie) => ({
  element: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    record({ type: fc.constant("nil") }),
    integer,
    record({ type: fc.constant("uuid"), value: uuid }),
    record({ type: fc.constantFrom("text", "url"), value: words }),
    record({ type: fc.constant("boolean"), value: fc.boolean() }),
    record({
      type: fc.constantFrom("sequence", "alternative"),
      items: fc.array(tie("element"), { maxLength: 5 }),
    }),
  ) as fc.Arbitrary<SdpElement>,
})).element;
