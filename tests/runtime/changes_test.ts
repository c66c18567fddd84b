import assert from "node:assert/strict";
import type { NodeConfig, SystemConfig } from "../../core/config/config.ts";
import {
  compareConfigs,
  isNothing,
  withLasting,
} from "../../core/runtime/changes.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { NO_PATHS } from "../../core/modules/paths.ts";
import { settings } from "../support/settings.ts";

const library = new ModuleRegistry(builtInRoles, builtInTransports)
  .open(NO_PATHS);

const CLOCK: NodeConfig = {
  name: "clock",
  privateKey: "/etc/kozo/clock.key",
  publicKey: "ssh-ed25519 AAAA",
  selfToOthersConnectPolicy: "constant",
  othersToSelfConnectPolicy: "constant",
  settings,
  roles: [{ name: "timer", type: "timer", options: { tick: 1 } }],
  transports: [{ name: "tcp", type: "tcp", options: { port: 6020 } }],
};

const SCRIBE: NodeConfig = { ...CLOCK, name: "scribe" };

function system(...nodes: readonly NodeConfig[]): SystemConfig {
  return {
    file: "config.yml",
    fingerprint: crypto.randomUUID(),
    nodes: new Map(nodes.map((node) => [node.name, node])),
    library,
  };
}

const NONE = { added: [], removed: [], changed: [] };
const NOTHING = { nodes: NONE, roles: NONE, transports: NONE, restart: [] };

function changesOf(clock: Partial<NodeConfig>, scribe?: Partial<NodeConfig>) {
  const before = system(CLOCK, SCRIBE);
  const after = system({ ...CLOCK, ...clock }, { ...SCRIBE, ...scribe });
  return compareConfigs(before, after, "clock");
}

const [TIMER] = CLOCK.roles;
const [TCP] = CLOCK.transports;
assert.ok(TIMER !== undefined && TCP !== undefined);

Deno.test("the same configuration is no change, nor are descriptions, nor other nodes' own affairs", () => {
  assert.deepEqual(changesOf({}), NOTHING);
  assert.ok(isNothing(changesOf({ description: "It ticks." })));
  const roles = [{ ...TIMER, description: "It ticks." }];
  assert.ok(isNothing(changesOf({ roles })));
  assert.ok(isNothing(changesOf({}, {
    roleStorage: "/elsewhere",
    privateKey: "/elsewhere",
    settings: { ...settings, heartbeat: 1 },
  })));
});

Deno.test("own roles and transports are compared by all that they are made from", () => {
  for (
    const change of [
      { options: { tick: 2 } },
      { type: "cuckoo" },
      { messageQueueLength: 7 },
      { messageQueueSize: 7 },
    ]
  ) {
    const { roles } = changesOf({ roles: [{ ...TIMER, ...change }] });
    assert.deepEqual(roles, { ...NONE, changed: ["timer"] });
  }
  const other = { ...TCP, name: "spare" };
  assert.deepEqual(changesOf({ transports: [other] }).transports, {
    added: ["spare"],
    removed: ["tcp"],
    changed: [],
  });
});

Deno.test("other nodes are compared by what links and messages depend on", () => {
  for (
    const change of [
      { publicKey: "ssh-ed25519 BBBB" },
      { othersToSelfConnectPolicy: "never" as const },
      { roles: [] },
      { transports: [{ ...TCP, options: { port: 7 } }] },
    ]
  ) {
    const { nodes } = changesOf({}, change);
    assert.deepEqual(nodes, { ...NONE, changed: ["scribe"] });
  }
  const changes = compareConfigs(system(CLOCK, SCRIBE), system(CLOCK), "clock");
  assert.deepEqual(changes.nodes, { ...NONE, removed: ["scribe"] });
});

Deno.test("what a node's links and storage are made with needs a restart, and stays until then", () => {
  const before = system(CLOCK, SCRIBE);
  const after = system({
    ...CLOCK,
    roleStorage: "/elsewhere",
    selfToOthersConnectPolicy: "never",
    settings: { ...settings, heartbeat: 1 },
    roles: [],
  }, SCRIBE);
  const changes = compareConfigs(before, after, "clock");
  assert.deepEqual(changes.restart, [
    ...["roleStorage", "selfToOthersConnectPolicy", "heartbeat"],
  ]);
  const effective = withLasting(before, after, "clock", changes);
  assert.deepEqual(effective.nodes.get("clock"), { ...CLOCK, roles: [] });
  assert.equal(effective.fingerprint, after.fingerprint);
  assert.equal(withLasting(before, after, "clock", NOTHING), after);
});
