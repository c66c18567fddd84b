import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import type { Settings } from "../../core/model/settings.ts";
import { CIPHERS, HMACS } from "../../core/ssh/algorithms.ts";
import { KEYS, parse, problemsOf } from "./support.ts";

const EXAMPLE = Deno.readTextFileSync(
  new URL("fixtures/example-2014.yml.txt", import.meta.url),
);

const seconds = fc.double({ min: 0.01, max: 86400, noNaN: true });
const folder = fc.stringMatching(/^\/[a-z]{1,8}$/);
const folders = fc.array(folder, { maxLength: 3 });

const settings: fc.Arbitrary<Settings> = fc.record({
  heartbeat: seconds,
  connectionRetry: seconds,
  outgoingQueueLength: fc.integer({ min: 1, max: 1_000_000 }),
  outgoingQueueSize: fc.integer({ min: 1024, max: 2 ** 30 }),
  maxBufferReadSize: fc.integer({ min: 1024, max: 2 ** 24 }),
  maxMessageSize: fc.integer({ min: 1024, max: 2 ** 26 }),
  ondemandIdle: seconds,
  messageLifetime: fc.double({ min: 0, max: 86400, noNaN: true }),
  transportUpgrade: seconds,
  cipher: fc.subarray([...CIPHERS], { minLength: 1 }),
  hmac: fc.subarray([...HMACS], { minLength: 1 }),
  rolePath: folders,
  transportPath: folders,
  importPath: folders,
}, { noNullPrototype: true });

const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__" && key !== "<<"),
      tie("value"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

const options = fc.record({
  pin: fc.integer({ min: 0, max: 27 }),
  text: fc.string({ unit: "grapheme" }),
  level: fc.constantFrom("debug", "info", "error"),
  names: fc.array(fc.stringMatching(/^[a-z,]{1,9}$/), { maxLength: 4 }),
  colours: fc.subarray(["red", "green", "blue"], { minLength: 1 }),
  extra: anything,
}, { noNullPrototype: true });

Deno.test("any options within the bounds come back as they were written", async () => {
  await fc.assert(
    fc.asyncProperty(settings, settings, options, async (main, own, given) => {
      const text = stringify({
        system: {
          a: {
            privateKey: "/k",
            publicKey: KEYS[0],
            overrideMainConfiguration: own,
            roles: { all: given },
          },
          b: { privateKey: "/k", publicKey: KEYS[1] },
        },
        ...main,
      }, { aliasDuplicateObjects: false });
      const { nodes } = await parse(text);
      assert.deepEqual(nodes.get("a")?.settings, own);
      assert.deepEqual(nodes.get("b")?.settings, main);
      assert.deepEqual(nodes.get("a")?.roles[0]?.options, given);
    }),
  );
});

Deno.test("arbitrary text gives a configuration or a ConfigError", async () => {
  const token = fc.constantFrom(
    ...["system", "roles", "timer", "a", "<<", "__proto__", ": ", ":", "\n"],
    ...["\n  ", "\n    ", "\n\t", "- ", "? ", "[", "]", "{", "}", ",", "|\n"],
    ...["&x ", "*x", "!t ", "!!set ", '"', "'", "#", "%YAML 1.1\n", "---\n"],
    ...["1", "~", "\u0000", "\ud800", "\u2028", "\r"],
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join("")),
  );
  await fc.assert(
    fc.asyncProperty(text, async (text) => {
      await problemsOf(text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("the example with any part changed gives a configuration or a ConfigError", async () => {
  const change = fc.record({
    at: fc.nat({ max: EXAMPLE.length }),
    length: fc.nat({ max: 40 }),
    put: fc.string({ unit: "binary", maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const text = changes.reduce(
          (text, { at, length, put }) =>
            text.slice(0, at) + put + text.slice(at + length),
          EXAMPLE,
        );
        await problemsOf(text);
      },
    ),
    { numRuns: 300 },
  );
});

/** Texts that would take a careless parser minutes, or its stack. */
const HOSTILE: Readonly<Record<string, string>> = {
  "many keys": Array.from({ length: 30_000 }, (_, i) => `k${i}: 1`).join("\n"),
  "one key many times": "system: 1\n".repeat(20_000),
  "many commas": `rolePath: "${"a:".repeat(200_000)}\\0"`,
  "many ciphers": `cipher: "${"x,".repeat(100_000)}"`,
  "open brackets": "[".repeat(50_000),
  "open quotes": '"'.repeat(50_000),
  "many dashes": "- ".repeat(20_000),
  "many anchors": "&a ".repeat(20_000),
  "many aliases": `a: &a 1\nb: [${"*a,".repeat(20_000)}]`,
  "many merges": `a: &a {b: 1}\n${"<<: *a\n".repeat(10_000)}`,
  "one long word": "x".repeat(900_000),
};

for (const [what, text] of Object.entries(HOSTILE)) {
  Deno.test(`parseConfig() comes to an end with ${what}`, async () => {
    assert.notDeepEqual(await problemsOf(text), []);
  });
}
