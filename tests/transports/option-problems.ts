import assert from "node:assert/strict";
import { ConfigError } from "kozo";
import { parseConfig } from "../../core/config/load.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { withNode } from "../config/support.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

/** What is wrong with a transport's block, as `line:column: message`. */
export async function problemsOf(
  type: string,
  block: string,
): Promise<string[]> {
  try {
    const line = `transports: {${type}: {${block}}}`;
    await parseConfig("config.yml", withNode(line), registry);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `Not a ConfigError: ${error}`);
    return error.problems.map((p) => `${p.line}:${p.column}: ${p.message}`);
  }
}
