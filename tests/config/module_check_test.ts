import assert from "node:assert/strict";
import {
  type BuiltIn,
  ConfigError,
  type OptionFault,
  Role,
  type RoleContext,
  type RoleInfo,
} from "kozo";
import { parseConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { withNode } from "./support.ts";

class Gate extends Role {
  override run(): void {}
}

interface GateConfig {
  readonly open: boolean;
  readonly shut: boolean;
}

function gate(
  check: (config: GateConfig) => readonly OptionFault[],
): BuiltIn<RoleInfo> {
  const info = {
    format: "1.0",
    class: Gate as new (context: RoleContext) => Role,
    author: "Kōzō",
    version: "1.0",
    description: "For tests.",
    config: {
      open: { default: false, description: "Whether it is open" },
      shut: { default: false, description: "Whether it is shut" },
    },
    check,
  } satisfies RoleInfo;
  return { url: import.meta.url, load: () => Promise.resolve(info) };
}

const registry = new ModuleRegistry({
  gate: gate(({ open, shut }) =>
    open === shut ? [{ option: "shut", message: 'agrees with "open"' }] : []
  ),
  stuck: gate(() => {
    throw new Error("it rusts");
  }),
}, {});

async function problemsOf(line: string): Promise<string> {
  try {
    await parseConfig("config.yml", withNode(line), registry);
    return "";
  } catch (error) {
    assert.ok(error instanceof ConfigError, `Not a ConfigError: ${error}`);
    return error.message;
  }
}

Deno.test("parseConfig() refuses options in which their module finds a fault, at that option", async () => {
  assert.equal(await problemsOf("roles: {gate: {open: true}}"), "");
  assert.equal(
    await problemsOf("roles: {gate: {open: true, shut: true}}"),
    'config.yml:5:38: "shut" in role "gate" of node "a" agrees with "open"',
  );
});

Deno.test("parseConfig() names the block when the faulty option is not in it", async () => {
  assert.equal(
    await problemsOf("roles: {gate: {}}"),
    'config.yml:5:13: "shut" in role "gate" of node "a" agrees with "open"',
  );
});

Deno.test("parseConfig() asks a module only about options that are right by themselves", async () => {
  assert.equal(
    await problemsOf("roles: {gate: {open: 1, shut: false}}"),
    'config.yml:5:26: "open" is 1, expected true or false',
  );
});

Deno.test("parseConfig() refuses options that their module cannot check", async () => {
  assert.equal(
    await problemsOf("roles: {stuck: {}}"),
    'config.yml:5:13: Cannot check the options of role "stuck" of node "a": ' +
      "it rusts",
  );
});
