import assert from "node:assert/strict";
import { hideSecrets } from "../../core/check/hide-secrets.ts";

/** The last line of a file, as it is shown. */
function shown(...lines: readonly string[]): string {
  return hideSecrets(lines, lines.length - 1, 0).line;
}

const LINES: readonly (readonly [line: string, shown: string])[] = [
  ["password: 1234567", "password: …"],
  ["  apiToken: a, b} # it's 'c", "  apiToken: …"],
  ["door: {password: 1234567, tick: soon}", "door: {password: …, tick: soon}"],
  [
    'door: {"password": "a, }b", tick: soon}',
    'door: {"password": …, tick: soon}',
  ],
  [
    "door: {tick: soon, secrets: [12, 34], x: 1}",
    "door: {tick: soon, secrets: …, x: 1}",
  ],
  ["password: pass: word", "password: …"],
  ["pin: 123456", "pin: …"],
  ["passwords: {alice: 1}", "passwords: …"],
  ["door: {tokens: {a: {b: 1}}, tick: soon}", "door: {tokens: …, tick: soon}"],
  ["broker: mqtt://user:hunterC@h", "broker: mqtt://…@h"],
  [
    "publicKey: -----BEGIN OPENSSH PRIVATE KEY----- b3Bl",
    "publicKey: …",
  ],
  ["publicKey: b3BlbnNzaC1rZXktdjEAAAAA", "publicKey: …"],
  ["-----BEGIN PRIVATE KEY-----", "…"],
  ['passwords: ["a]b", other]', "passwords: …"],
  ['door: {passwords: ["a]b", other], x: 1}', "door: {passwords: …, x: 1}"],
  ['"my password": a', '"my password": …'],
  ['args: ["--password", "a"]', 'args: ["--password…'],
  ["args: [--timeout, 3, --api-token=a]", "args: [--timeout, 3, --api-token…"],
  [
    "command: curl -u me:hunter2 https://x/",
    "command: curl -u me:… https://x/",
  ],
  ["url: https://broker/?token=abcdef", "url: https://broker/?token=…"],
  ["env: DB_PASSWORD=hunter2", "env: DB_PASSWORD=…"],
  [
    'password: "http://a:bbbbbb@c http://d:eeeeee@f"   # a tail',
    "password: …   # a tail",
  ],
];

for (const [line, expected] of LINES) {
  Deno.test(`what is secret in "${line}" is not shown`, () => {
    assert.equal(shown(line), expected);
  });
}

Deno.test("what is secret above is not shown below", () => {
  assert.equal(shown("passwords:", "  - 1234567"), "  - …");
  assert.equal(shown("passwords:", "- 1234567"), "- …");
  assert.equal(shown("password: |", "  hunter2"), "  …");
  assert.equal(shown("passwords:", "  alice: 1234567"), "  …");
});

const CONTINUED: readonly (readonly string[])[] = [
  ["door: {password:", "  hunter2, tick: soon}"],
  ["door: {tick: soon, password:", "", "  # mine", "  hunter2}"],
  ["door: {", "  password:", "  hunter2}"],
  ["door: {password: one", "  two, tick: soon}"],
  ["door: {tokens: [one,", "  two, three]}"],
  ["door: {tokens: {alice: one,", "  bob: two,", "  carol: three}"],
  ['door: {tokens: ["a]b",', "  two, three]}"],
  ['"my password":', "  two"],
  ["door: {tokens: [[one],", "  two,", "  three]}"],
  ["door: {a: {", "  b: [1]}, tokens: [one,", "  two]}"],
  ["publicKey: -----BEGIN OPENSSH PRIVATE KEY-----", "  hunter2"],
];

for (const lines of CONTINUED) {
  Deno.test(`the last line of "${lines.join("\\n")}" is not shown where it is secret`, () => {
    assert.equal(shown(...lines), "  …");
  });
}

const HARMLESS: readonly (readonly string[])[] = [
  ["privateKey: a.key"],
  ["publicKey: ssh-ed25519 AAAA"],
  ["clientAuth: true"],
  ["password:"],
  ["pin: 18"],
  ["system:", "  user-pc: {tick: soon}"],
  ["system: {user-pc: {tick: soon}}"],
  ["system: {a: {roles: {b: {}, keypad: {tick: soon}}}}"],
  ["roles: {", "  a: {", "    roles:", "      keypad: {", "        tick: soon"],
  ["system:", "  user-pc:", "    tick: soon"],
  ["    roles:", "      keypad:", "        tick: soon"],
  ["password: x", "tick: soon"],
  ["a:", "  password: x", "b:", "  tick: soon"],
  ["password:", "tick: soon"],
  ["door: {password: x,", "  tick: soon}"],
  ["door: {tokens: [x], a: b,", "  tick: soon}"],
  ["door: {tokens: [x,", "  y],", "  tick: soon}"],
  ["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "tick: soon"],
  ["broker: mqtt://h:1883/a"],
];

for (const lines of HARMLESS) {
  Deno.test(`nothing is hidden in "${lines.join("\\n")}"`, () => {
    assert.equal(shown(...lines), lines.at(-1));
  });
}

Deno.test("a place stays with what it is in, whatever is hidden before it", () => {
  const line = "{password: 1234567, tick: soon}";
  const spotOf = (text: string) => {
    const { line: whole, at } = hideSecrets([line], 0, line.indexOf(text));
    return whole.slice(at);
  };
  assert.equal(spotOf("soon"), "soon}");
  assert.equal(spotOf("1234567"), "…, tick: soon}");
  assert.equal(spotOf("567"), "…, tick: soon}");
  assert.equal(spotOf("password"), "password: …, tick: soon}");
});
