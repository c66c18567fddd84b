import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { NO_NODE, parseConfig } from "../../core/config/load.ts";
import { NO_PATHS } from "../../core/modules/paths.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { knownNetworks, Template } from "../../scripts/testnet/template.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { NODE_CASES, ROOT_CASES } from "./problem-cases.ts";
import { registry } from "./registry.ts";
import { type Judge, makeJudge } from "./schema-judge.ts";
import { KEYS, withNode } from "./support.ts";

/** What no schema can say, and why. */
const BEYOND_A_SCHEMA: Readonly<Record<string, string>> = {
  "an option twice": "it is gone once the YAML is read",
};

const forTests = await makeJudge(registry.open(NO_PATHS));
const builtIns = new ModuleRegistry(builtInRoles, builtInTransports);
const real = await makeJudge(builtIns.open(NO_PATHS));

/** Asserts that both the schema and the program take a file. */
async function assertTaken(
  judge: Judge,
  text: string,
  modules: ModuleRegistry,
): Promise<void> {
  await parseConfig("/etc/kozo/config.yml", text, modules, NO_NODE);
  assert.deepEqual(judge(text), []);
}

const WRONG = [
  ...NODE_CASES.map(({ what, line }) => ({ what, text: withNode(line) })),
  ...ROOT_CASES.map(({ what, line }) => ({
    what,
    text: `${line}\n${withNode()}`,
  })),
  ...["", "hello", "- a", "system:", "system: {}", "system:\n  a:\n"]
    .map((text) => ({ what: `the file ${JSON.stringify(text)}`, text })),
  { what: "a damaged key", text: withNode().replace(KEYS[0], "ssh-rsa AAAA") },
];

for (const { what, text } of WRONG) {
  const why = BEYOND_A_SCHEMA[what];
  const name = why === undefined
    ? `The schema refuses ${what}`
    : `The schema cannot refuse ${what}: ${why}`;
  Deno.test(name, () => {
    assert.equal(forTests(text).length > 0, why === undefined);
  });
}

const RIGHT: readonly string[] = [
  "roles: ",
  "roles: {timer: , cuckoo: {type: , log: true}, t1: {type: timer, tick: 2}}",
  "roles: {all: {pin: 1, colours: 'red,blue', names: [], extra: {a: [1]}}}",
  "roles: {all: {pin: 1, colours: [green]}, x: {type: logger}}",
  "roles: {timer: {permissions: {net: true, read: /a:/b}, watchdog: 3}}",
  "roles: {timer: {permissions: , messageQueueLength: 3}}",
  "transports: {tcp: {address: a}, other: {type: tcp, address: [a, b]}}",
  "overrideMainConfiguration: {heartbeat: 3, cipher: 'aes256-ctr '}",
  "roles: {a: &a {type: timer, tick: 3}, b: {<<: *a, message: x}}",
];

for (const line of RIGHT) {
  Deno.test(`The schema takes ${line}`, async () => {
    await assertTaken(forTests, withNode(line), registry);
  });
}

Deno.test("The schema knows that limits of a sandbox need one", () => {
  const faults = forTests(withNode("roles: {timer: {watchdog: 3}}"));
  assert.match(faults.join(), /must have property permissions/);
});

for (const network of await knownNetworks()) {
  Deno.test(`The schema takes the testnet ${network}`, async () => {
    const template = await Template.read(network);
    const keys = new Map(template.nodes.map((node, i) => [
      node,
      // One key a node, each a real one.
      KEYS[0].replace(/r$/, String.fromCharCode(97 + i)),
    ]));
    const ports = Array.from({ length: template.ports }, (_, i) => 7000 + i);
    const onionAddresses = new Map(
      template.onions.map((node) => [node, OnionKey.generate().name]),
    );
    const filling = { publicKeys: keys, ports, onionAddresses };
    await assertTaken(real, template.fill(filling), builtIns);
  });
}
