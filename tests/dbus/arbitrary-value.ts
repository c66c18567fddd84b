import fc from "fast-check";
import { type DbusValue, Variant } from "../../core/dbus/value.ts";

/** A type, and a value of it. */
export interface Typed {
  readonly signature: string;
  readonly value: DbusValue;
}

const text = fc.string({ unit: "grapheme" })
  .map((text) => text.replaceAll("\0", ""));

const BASIC: Readonly<Record<string, fc.Arbitrary<DbusValue>>> = {
  y: fc.nat({ max: 255 }),
  b: fc.boolean(),
  n: fc.integer({ min: -32768, max: 32767 }),
  q: fc.nat({ max: 65535 }),
  i: fc.integer(),
  u: fc.nat({ max: 0xffffffff }),
  x: fc.bigInt(-(1n << 63n), (1n << 63n) - 1n),
  t: fc.bigInt(0n, (1n << 64n) - 1n),
  d: fc.double({ noNaN: true }),
  s: text,
  o: fc.constantFrom("/", "/org/bluez/hci0"),
  g: fc.constantFrom("", "s", "a{sv}", "(ib)"),
};

const basic = fc.constantFrom(...Object.keys(BASIC));

const signature: fc.Arbitrary<string> = fc.letrec<{
  readonly type: string;
}>((tie) => ({
  type: fc.oneof(
    { depthSize: "small" },
    basic,
    fc.constant("v"),
    tie("type").map((type) => `a${type}`),
    fc.tuple(basic, tie("type")).map(([key, type]) => `a{${key}${type}}`),
    fc.array(tie("type"), { minLength: 1, maxLength: 4 })
      .map((types) => `(${types.join("")})`),
  ),
})).type;

/** Any value of D-Bus, with its type. */
export const arbitraryTyped: fc.Arbitrary<Typed> = signature.chain((type) =>
  valueOf(type).map((value) => ({ signature: type, value }))
);

function valueOf(type: string): fc.Arbitrary<DbusValue> {
  const known = BASIC[type];
  if (known !== undefined) return known;
  if (type === "v") {
    return basic.chain((inner) =>
      valueOf(inner).map((value) => new Variant(inner, value))
    );
  }
  if (type.startsWith("a")) {
    return fc.array(valueOf(type.slice(1)), { maxLength: 4 });
  }
  const members = split(type.slice(1, -1)).map(valueOf);
  return fc.tuple(...members);
}

/** Splits a signature as a grammar's book would: by counting brackets. */
function split(signature: string): string[] {
  const types: string[] = [];
  let type = "";
  let depth = 0;
  for (const sign of signature) {
    type += sign;
    if ("({".includes(sign)) depth++;
    if (")}".includes(sign)) depth--;
    if (depth > 0 || sign === "a") continue;
    types.push(type);
    type = "";
  }
  return types;
}
