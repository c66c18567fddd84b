import assert from "node:assert/strict";
import { parseConfig } from "../../core/config/load.ts";
import { registry } from "./registry.ts";
import { NODE_CASES, ROOT_CASES } from "./problem-cases.ts";
import { KEYS, LINES_BEFORE, problemsOf, withNode } from "./support.ts";

for (const { what, line, expected } of NODE_CASES) {
  Deno.test(`parseConfig() refuses ${what}`, async () => {
    const at = LINES_BEFORE + line.split("\n").length;
    assert.deepEqual(await problemsOf(withNode(line)), [`${at}:${expected}`]);
  });
}

for (const { what, line, expected } of ROOT_CASES) {
  Deno.test(`parseConfig() refuses ${what}`, async () => {
    assert.deepEqual(await problemsOf(`${line}\n${withNode()}`), [
      `1:${expected}`,
    ]);
  });
}

Deno.test("parseConfig() says what the nodes lack", async () => {
  assert.deepEqual(await problemsOf("system:\n  a:\n"), [
    '2:3: Missing option "privateKey" in node "a": Path of the node\'s private ' +
    "key, on the node itself",
    '2:3: Missing option "publicKey" in node "a": The public half of the private ' +
    "key: the content of its file",
  ]);
});

Deno.test("parseConfig() refuses a configuration without nodes", async () => {
  const missing =
    '1:1: Missing option "system" in the configuration: The nodes of the network, by name';
  assert.deepEqual(await problemsOf(""), [missing]);
  assert.deepEqual(await problemsOf("heartbeat: 3"), [missing]);
  assert.deepEqual(await problemsOf("system:"), [
    '1:8: "system" is empty, expected a block of options',
  ]);
  assert.deepEqual(await problemsOf("system: {}"), [
    '1:9: "system" has no nodes, expected one',
  ]);
});

Deno.test("parseConfig() refuses what is no block at all", async () => {
  assert.deepEqual(await problemsOf("hello"), [
    '1:1: The file holds the text "hello", expected a block of options',
  ]);
  assert.deepEqual(await problemsOf("- a"), [
    "1:1: The file holds a list, expected a block of options",
  ]);
});

Deno.test("parseConfig() refuses a key that is none, and shows a part of it", async () => {
  const text = withNode().replace(KEYS[0], "ssh-ed25519 AAAA");
  assert.deepEqual(await problemsOf(text), [
    '4:16: Cannot use the public key "ssh-ed25519 AAAA": it is damaged: copy the ' +
    "whole line again",
  ]);
});

Deno.test("parseConfig() names both nodes that have one public key", async () => {
  const twin = `  b: {privateKey: key, publicKey: "${
    KEYS[0]
  } and a comment"}\n`;
  assert.deepEqual(await problemsOf(withNode() + twin), [
    '5:3: Node "b" has the public key of node "a": each node needs a key of its own',
  ]);
});

Deno.test("parseConfig() reports all problems at once, in the order of the file", async () => {
  const text = [
    "system:",
    "  b c:",
    "    privateKey: key",
    "    roles:",
    "      timer: {tick: x}",
    "    publicKey: y",
    "heartbeat: x",
    "heartbeat: y",
    "hearbeat: 3",
  ].join("\n");
  const places = (await problemsOf(text)).map((p) => /^\d+:\d+/.exec(p)?.[0]);
  assert.deepEqual(places, ["2:3", "5:21", "6:16", "7:12", "8:1", "9:1"]);
});

Deno.test("parseConfig() puts file, line and column before each problem", async () => {
  await assert.rejects(
    parseConfig("my/config.yml", withNode("x: 1", "y: 2"), registry),
    (error: Error) => {
      const lines = error.message.split("\n");
      assert.equal(lines.length, 2);
      assert.match(lines[0] ?? "", /^my\/config\.yml:5:5: Unknown option "x"/);
      assert.match(lines[1] ?? "", /^my\/config\.yml:6:5: Unknown option "y"/);
      return true;
    },
  );
});

Deno.test("parseConfig() cuts long values and shows no control characters", async () => {
  const text = withNode(`roles: {timer: {tick: "\\e${"x".repeat(5000)}"}}`);
  assert.deepEqual(await problemsOf(text), [
    `5:27: "tick" is the text "\\u001b${"x".repeat(59)}…", expected a number ` +
    "from 0.1 to 3600",
  ]);
});

Deno.test("parseConfig() reports what is wrong with a shared block once", async () => {
  const text = withNode(
    "roles:",
    "  all: &all {pin: 1, text: 2}",
    "  other: {<<: *all, type: all}",
  );
  assert.deepEqual(await problemsOf(text), [
    '6:32: "text" is 2, expected text: put it in quotes',
  ]);
});

Deno.test("parseConfig() refuses __proto__ in free values", async () => {
  const text = withNode("roles: {all: {pin: 1, extra: {a: {__proto__: 1}}}}");
  assert.deepEqual(await problemsOf(text), [
    '5:39: The key "__proto__" is not allowed',
  ]);
});
