import assert from "node:assert/strict";
import fc from "fast-check";
import {
  parseInjection,
  parsePassword,
} from "../../../roles/message_injector/injection.ts";
import { LineError } from "../../../roles/message_injector/line-error.ts";
import { almostLine, jsonValue, pythonValue } from "./literals.ts";

/** What is said of a wrong line: its column and the message. */
function faultOf(line: string, parse: (line: string) => unknown): string {
  try {
    return `none: ${JSON.stringify(parse(line))}`;
  } catch (error) {
    assert.ok(error instanceof LineError, `${error}`);
    return `${error.column}: ${error.message}`;
  }
}

const EVENT = { kind: "event", type: "tick", channel: undefined } as const;

/** Lines and what they ask for. */
const LINES: readonly [line: string, injection: object][] = [
  ['["event","tick",{}]', { ...EVENT, data: {} }],
  ['["event", "tick", "home", [1]]', {
    ...EVENT,
    channel: "home",
    data: [1],
  }],
  ['["event","tick",null,5]', { ...EVENT, data: 5 }],
  ["('event', 'tick', ('Ping!', '12:00:00'))", {
    ...EVENT,
    data: ["Ping!", "12:00:00"],
  }],
  ["('order', u'debug', None, {})", {
    ...EVENT,
    kind: "order",
    type: "debug",
    data: {},
  }],
  ["'event', 'tick', ('Ping!',)", { ...EVENT, data: ["Ping!"] }],
  ['  ("log", "It\'s on") \t', { kind: "log", text: "It's on" }],
  ["['log', '''it's \"on\"''',]", { kind: "log", text: 'it\'s "on"' }],
  ["('log', r'C:\\new\\'')", { kind: "log", text: "C:\\new\\'" }],
  ['["log","\\ud83d\\ude00\\/\\101"]', { kind: "log", text: "😀/A" }],
  ["('event', ('tick'), ())", { ...EVENT, data: [] }],
];

for (const [line, injection] of LINES) {
  Deno.test(`The injector reads ${line}`, () => {
    assert.deepEqual(parseInjection(line), injection);
  });
}

const DEEP = "[".repeat(33) + "]".repeat(33);

/** Lines, and what is wrong with them. */
const FAULTS: readonly [line: string, fault: string][] = [
  ["", "1: expected a list or a tuple, found the end of the line"],
  ["  tick", '3: expected a list or a tuple, found "tick"'],
  ["{}", '1: expected a list or a tuple, found "{"'],
  ['["event"', '9: expected a comma or "]", found the end of the line'],
  ['["tick","x",1]', '2: expected "event", "order" or "log" first'],
  ["()", '1: expected "event", "order" or "log" first'],
  [
    '["event","tick"]',
    '1: expected ("event", type, data) or ("event", type, channel, data), ' +
    "found 2 parts",
  ],
  ['["log","a","b"]', '1: expected ("log", text), found 3 parts'],
  ['["event",5,{}]', "10: the type has to be text in quotes"],
  ['["event","tick",5,{}]', "17: the channel has to be text in quotes"],
  ['["log",null]', "8: the text has to be text in quotes"],
  ['["event","tick",{}] x', '21: expected the end of the line, found "x"'],
  ['["event","tick",eval("1")]', '17: expected a value, found "eval"'],
  ['["event","tick",{1: 2}]', '18: expected a key in quotes, found "1"'],
  ['["event","tick",{"a" 2}]', '22: expected ":", found "2"'],
  [
    '["event","tick",{"__proto__":{}}]',
    '18: the key "__proto__" is not allowed',
  ],
  [
    "('event','tick',{'\\x5f_proto__':1})",
    '18: the key "__proto__" is not allowed',
  ],
  [
    '["event","tick",{"constructor":{}}]',
    '18: the key "constructor" is not allowed',
  ],
  ['["event","tick","a]', '17: the text is not closed by "'],
  ["('event','tick','''a'')", "17: the text is not closed by '''"],
  [
    '["event","tick","a\\q"]',
    "19: no such escape: write \\\\ for a backslash",
  ],
  [
    '["event","tick","a\\U00110000"]',
    "19: no such escape: write \\\\ for a backslash",
  ],
  ['["event","tick","\\ud83d"]', "17: the text has half of a surrogate pair"],
  [
    "('event','tick',0777)",
    "17: no such number: write it as 12, -1.5, 1e6, 0x1f or 0o17",
  ],
  [
    "('event','tick',1j)",
    "17: no such number: write it as 12, -1.5, 1e6, 0x1f or 0o17",
  ],
  ["('event','tick',1e999)", "17: the number is too large"],
  [
    "('event','tick',18446744073709551616)",
    "17: the number takes more than 64 bits",
  ],
  ["('event','tick',nan)", '17: expected a value, found "nan"'],
  ["('event','tick','a' 'b')", '21: expected a comma or ")", found "\'"'],
  ["('event',,1)", '10: expected a value, found ","'],
  [`["event","tick",${DEEP}]`, "49: nested deeper than 32"],
  ["'event' 'tick'", '9: expected the end of the line, found "\'"'],
];

for (const [line, fault] of FAULTS) {
  Deno.test(`The injector refuses ${line.slice(0, 40) || "an empty line"}`, () => {
    assert.equal(faultOf(line, parseInjection), fault);
  });
}

Deno.test("The injector reads whatever JSON can say", () => {
  fc.assert(
    fc.property(jsonValue, fc.nat(2), (data, indent) => {
      const line = JSON.stringify(["event", "t", data], null, indent)
        .replaceAll("\n", " ");
      const injection = parseInjection(line);
      assert.ok(injection.kind === "event");
      assert.deepEqual(injection.data, data);
    }),
    { numRuns: 500 },
  );
});

Deno.test("The injector reads literals as Python writes them", () => {
  fc.assert(
    fc.property(pythonValue, ({ text, value }) => {
      const injection = parseInjection(`('order', 't', 'c', ${text})`);
      assert.ok(injection.kind === "order");
      assert.deepEqual(injection.data, value);
    }),
    { numRuns: 500 },
  );
});

Deno.test("The injector reads any line, or says at which of its columns it is wrong", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        almostLine,
        almostLine.map((end) => `["event","t",${end}`),
        almostLine.map((end) => `('log',${end}`),
        fc.string({ unit: "binary" }),
      ),
      (line) => {
        try {
          parseInjection(line);
        } catch (error) {
          assert.ok(error instanceof LineError, `${error}`);
          const { column } = error;
          assert.ok(column >= 1 && column <= line.length + 1, `${column}`);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("The injector's time grows with the length of a line, and no faster", () => {
  const MANY = 300_000;
  const lines = [
    '["log","' + "a".repeat(MANY),
    '["log","' + "\\".repeat(MANY),
    "('log','''" + "''\"".repeat(MANY / 3),
    '["event","t",[' + "1,".repeat(MANY / 2),
    '["event","t",' + "[".repeat(MANY),
    '["event","t",' + "9".repeat(MANY),
    " ".repeat(MANY),
    "-".repeat(MANY),
  ];
  const start = performance.now();
  for (const line of lines) {
    assert.match(faultOf(line, parseInjection), /^\d+:/);
  }
  const elapsed = performance.now() - start;
  // What grows as the square would take minutes.
  assert.ok(elapsed < 10_000, `${elapsed} ms`);
});

Deno.test("A password is read as JSON and as Python", () => {
  assert.equal(parsePassword('["password", "é\\n"]'), "é\n");
  assert.equal(parsePassword("('password', u'x')"), "x");
  const wanted = '1: expected the password first: ["password", "…"]';
  for (const line of ['["event","t",1]', '["password"]', '["password",5]']) {
    assert.equal(faultOf(line, parsePassword), wanted);
  }
});
