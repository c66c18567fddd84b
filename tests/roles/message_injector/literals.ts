import fc from "fast-check";

/** A value as somebody writes it, and what it is. */
export interface Written {
  readonly text: string;
  readonly value: unknown;
}

const PYTHON_WORDS: readonly Written[] = [
  { text: "True", value: true },
  { text: "False", value: false },
  { text: "None", value: null },
];

const NUMBERS: readonly Written[] = [
  { text: "0", value: 0 },
  { text: "-12", value: -12 },
  { text: "+7", value: 7 },
  { text: "1.", value: 1 },
  { text: ".5", value: 0.5 },
  { text: "-1.5e-3", value: -0.0015 },
  { text: "2E+2", value: 200 },
  { text: "0x1F", value: 31 },
  { text: "0o17", value: 15 },
  { text: "0b101", value: 5 },
  { text: "5L", value: 5 },
  { text: "18446744073709551615", value: 2n ** 64n - 1n },
  { text: "-9223372036854775808", value: -(2n ** 63n) },
];

/** Text that can be sent, and whose quotes and backslashes are not rare. */
const sendableText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    fc.constantFrom("'", '"', "\\", "\n", "\t", "\0", "\x7f", "é", "構"),
  ),
  maxLength: 12,
});

const FORBIDDEN = ["__proto__", "constructor", "prototype"];

const key = sendableText.filter((text) => !FORBIDDEN.includes(text));

/** How Python 2 and 3 write text: any of the quotes, prefixes and escapes. */
function python(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<Written> {
  return fc.record({
    value: arbitrary,
    quotes: fc.constantFrom("'", '"', "'''", '"""'),
    prefix: fc.constantFrom("", "", "u", "b", "U"),
    isAscii: fc.boolean(),
  }).map(({ value, quotes, prefix, isAscii }) => ({
    value,
    text: prefix + quotes +
      [...value].map((one) => escaped(one, quotes, isAscii)).join("") + quotes,
  }));
}

function escaped(character: string, quotes: string, isAscii: boolean): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\\" || quotes.includes(character)) return `\\${character}`;
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  if (code < 0x7f || !isAscii) return character;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

const space = fc.constantFrom("", "", " ", "\t", "  ");

function joined(
  parts: readonly Written[],
  [open, close]: readonly [string, string],
  gap: string,
  trail: string,
): Written {
  return {
    text: open + gap + parts.map(({ text }) => text).join(`,${gap}`) + trail +
      close,
    value: parts.map(({ value }) => value),
  };
}

/** Values as Python writes them. */
export const pythonValue: fc.Arbitrary<Written> = fc.letrec((tie) => {
  const value = tie("value") as fc.Arbitrary<Written>;
  const parts = fc.array(value, { maxLength: 3 });
  return {
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(...PYTHON_WORDS, ...NUMBERS),
      python(sendableText),
      tie("list"),
      tie("tuple"),
      tie("dict"),
    ),
    list: fc.tuple(parts, space)
      .map(([list, gap]) => joined(list, ["[", "]"], gap, gap)),
    tuple: fc.tuple(parts, space).map(([list, gap]) =>
      joined(list, ["(", ")"], gap, list.length === 1 ? "," : gap)
    ),
    dict: fc.tuple(
      fc.array(fc.tuple(python(key), value), { maxLength: 3 }),
      space,
    ).map(([entries, gap]) => ({
      text: `{${gap}${
        entries.map(([k, v]) => `${k.text}${gap}:${gap}${v.text}`)
          .join(`${gap},`)
      }${gap}}`,
      value: Object.fromEntries(entries.map(([k, v]) => [k.value, v.value])),
    })),
  };
}).value as fc.Arbitrary<Written>;

/** Values that JSON can write, and a message can carry. */
export const jsonValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    // JSON writes whole ones without a point; beyond 64 bits they are refused.
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })
      .map((number) => number + 0),
    sendableText,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value as fc.Arbitrary<unknown>;

/** Lines that resemble right ones. */
export const almostLine: fc.Arbitrary<string> = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...["[", "]", "(", ")", "{", "}", ",", ":", "'", '"', "'''", "\\", " "],
      ...["event", "'event'", '"log"', "u'", "\\x4", "\\u00e9", "\\ud83d"],
      ...["1", "-", "1e", "0x", "99999999999999999999", "True", "nulll", "\r"],
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
  { maxLength: 12 },
).map((parts) => parts.join(""));
