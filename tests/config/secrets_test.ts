import assert from "node:assert/strict";
import { problemsOf, withNode } from "./support.ts";

/** What is said of a line with a secret that is wrong, and of no other. */
const CASES: readonly (readonly [line: string, said: RegExp])[] = [
  [
    "roles: {safe: {token: hunter2}}",
    /"token" is a text, expected a nu/,
  ],
  [
    "roles: {safe: {auth: hunter2}}",
    /"auth" is a text, expected "no" or/,
  ],
  [
    "roles: {safe: {keys: hunter2}}",
    /"keys" names a text, known: "none/,
  ],
  [
    "transports: {tcp: token:hunter2}",
    /"tcp" is a text, .*: write "token: …", with a space/,
  ],
  [
    "roles: {safe: {level: 'mqtt://me:hunter2@h'}}",
    /"level" is the text "mqtt:\/\/…@h", expected "low"/,
  ],
  [
    `roles: {safe: {level: 'mqtt://me:hunter2${"x".repeat(60)}@h'}}`,
    /"level" is the text "mqtt:\/\/…@h", expected "low"/,
  ],
  [
    "roles: {safe: {level: '-----BEGIN PRIVATE KEY-----hunter2'}}",
    /"level" is a text, expected "low"/,
  ],
];

for (const [line, said] of CASES) {
  Deno.test(`what is wrong with "${line}" is said without its secret`, async () => {
    const problems = (await problemsOf(withNode(line))).join("\n");
    assert.match(problems, said);
    assert.doesNotMatch(problems, /hunter/);
  });
}

Deno.test("a private key in the place of a public one is not shown", async () => {
  const text = withNode().replace(
    /publicKey: .*/,
    "publicKey: b3BlbnNzaC1rZXktdjEAhunter",
  );
  const problems = (await problemsOf(text)).join("\n");
  assert.match(
    problems,
    /Cannot use this as a public key: it is a private one/,
  );
  assert.doesNotMatch(problems, /hunter/);
});
