import assert from "node:assert/strict";
import { DEFAULT_CIPHERS, DEFAULT_HMACS } from "../../core/ssh/algorithms.ts";
import type { NodeConfig } from "../../core/config/config.ts";
import { KEYS, parse, withNode } from "./support.ts";

async function nodeOf(text: string): Promise<NodeConfig> {
  const node = (await parse(text)).nodes.get("a");
  assert.ok(node);
  return node;
}

async function optionsOf(block: string): Promise<unknown> {
  return (await nodeOf(withNode(`roles: {all: {pin: 1, ${block}}}`))).roles[0]
    ?.options;
}

Deno.test("parseConfig() fills in every default of the root", async () => {
  assert.deepEqual((await nodeOf(withNode())).settings, {
    heartbeat: 10,
    connectionRetry: 60,
    outgoingQueueLength: 1024,
    outgoingQueueSize: 4 * 1024 * 1024,
    maxBufferReadSize: 64 * 1024,
    maxMessageSize: 1024 * 1024,
    ondemandIdle: 60,
    messageLifetime: 0,
    transportUpgrade: 300,
    cipher: DEFAULT_CIPHERS,
    hmac: DEFAULT_HMACS,
    rolePath: [],
    transportPath: [],
    importPath: [],
  });
});

Deno.test("parseConfig() fills in every default of a node", async () => {
  const { settings: _, ...node } = await nodeOf(withNode());
  assert.deepEqual(node, {
    name: "a",
    privateKey: "/etc/kozo/key",
    publicKey: KEYS[0],
    selfToOthersConnectPolicy: "constant",
    othersToSelfConnectPolicy: "constant",
    roles: [],
    transports: [],
  });
});

Deno.test("parseConfig() reads every option of a node", async () => {
  const node = await nodeOf(withNode(
    "description: Tells the time",
    "roleStorage: ../storage",
    "selfToOthersConnectPolicy: ondemand",
    "othersToSelfConnectPolicy: never",
  ));
  assert.equal(node.description, "Tells the time");
  assert.equal(node.roleStorage, "/etc/storage");
  assert.equal(node.selfToOthersConnectPolicy, "ondemand");
  assert.equal(node.othersToSelfConnectPolicy, "never");
});

Deno.test("overrideMainConfiguration holds for its node only", async () => {
  const { nodes } = await parse(
    "heartbeat: 2\nconnectionRetry: 3\n" + withNode(
      "overrideMainConfiguration: {heartbeat: 5, rolePath: roles}",
    ) + `  b: {privateKey: key, publicKey: ${KEYS[1]}}\n`,
  );
  const [a, b] = [nodes.get("a")?.settings, nodes.get("b")?.settings];
  assert.deepEqual([a?.heartbeat, b?.heartbeat], [5, 2]);
  assert.deepEqual([a?.connectionRetry, b?.connectionRetry], [3, 3]);
  assert.deepEqual([a?.rolePath, b?.rolePath], [["/etc/kozo/roles"], []]);
});

Deno.test("cipher and hmac take one name, several with commas, or a list", async () => {
  for (
    const cipher of [
      "aes128-ctr, aes256-ctr",
      "[aes128-ctr, aes256-ctr]",
      "aes128-ctr,,aes256-ctr,",
    ]
  ) {
    const { settings } = await nodeOf(`cipher: ${cipher}\n${withNode()}`);
    assert.deepEqual(settings.cipher, ["aes128-ctr", "aes256-ctr"]);
  }
  const { settings } = await nodeOf(`hmac: hmac-sha1\n${withNode()}`);
  assert.deepEqual(settings.hmac, ["hmac-sha1"]);
});

Deno.test("rolePath takes folders with colons between them, or a list", async () => {
  for (const paths of ["/abs:rel/:..", '[/abs, rel/, ".."]']) {
    const { settings } = await nodeOf(`rolePath: ${paths}\n${withNode()}`);
    assert.deepEqual(settings.rolePath, ["/abs", "/etc/kozo/rel", "/etc"]);
  }
});

Deno.test("a block's name is its type unless it says another", async () => {
  const { roles } = await nodeOf(
    withNode(
      "roles: {timer: , cuckoo: {}, t2: {type: timer}, t3: {type: timer}}",
    ),
  );
  assert.deepEqual(
    roles.map(({ name, type }) => [name, type]),
    [["timer", "timer"], ["cuckoo", "cuckoo"], ["t2", "timer"], [
      "t3",
      "timer",
    ]],
  );
});

Deno.test("a role block's own options stay apart from its module's", async () => {
  const { roles } = await nodeOf(withNode(
    "roles:",
    "  t: {type: timer, description: d, messageQueueLength: 8, " +
      "messageQueueSize: 9, tick: 2}",
  ));
  assert.deepEqual(roles, [{
    name: "t",
    type: "timer",
    description: "d",
    messageQueueLength: 8,
    messageQueueSize: 9,
    options: { tick: 2, message: "t@a" },
  }]);
});

Deno.test("a node may be named like a number or a property of objects", async () => {
  const { nodes } = await parse(
    `system:\n  1: {privateKey: k, publicKey: ${KEYS[0]}}\n` +
      `  constructor: {privateKey: k, publicKey: ${KEYS[1]}}\n`,
  );
  assert.deepEqual([...nodes.keys()], ["1", "constructor"]);
});

Deno.test("a module's options have the form that the module expects", async () => {
  assert.deepEqual(await optionsOf("extra: {a: [1, {b: x}], c: }"), {
    pin: 1,
    text: "t",
    level: "info",
    names: [],
    colours: ["red", "green"],
    extra: { a: [1, { b: "x" }], c: null },
  });
});

Deno.test("a list option is always a list of trimmed texts", async () => {
  for (
    const [given, expected] of [
      ["names: one", ["one"]],
      ["names: ' a , b,, '", ["a", "b"]],
      ["names: [' a,b ', '', c]", ["a,b", "c"]],
      ["names: []", []],
      ["names: ''", []],
    ] as const
  ) {
    const options = await optionsOf(given) as { names: string[] };
    assert.deepEqual(options.names, expected, given);
  }
});

Deno.test("an option that may be left out is null without a value", async () => {
  const { roles } = await nodeOf(
    withNode("roles: {cuckoo: {timer: , messageQueueLength: }}"),
  );
  assert.deepEqual(roles, [{
    name: "cuckoo",
    type: "cuckoo",
    options: { timer: null, log: false },
  }]);
});

Deno.test("a path option starts at the file's folder, its default too", async () => {
  const { roles } = await nodeOf(
    withNode("roles: {logger: , l2: {type: logger, file: ../log}}"),
  );
  const files = roles.map(({ options }) => options.file);
  assert.deepEqual(files, ["/etc/kozo/kozo.log", "/etc/log"]);
});

Deno.test("a key's comment is dropped", async () => {
  const text = withNode().replace(KEYS[0], `${KEYS[0]} root@clock`);
  assert.equal((await nodeOf(text)).publicKey, KEYS[0]);
});
