import assert from "node:assert/strict";
import { ConfigError } from "kozo";
import type { SystemConfig } from "../../core/config/config.ts";
import { parseConfig } from "../../core/config/load.ts";
import { registry } from "./registry.ts";

/** Two public keys that nobody has the other half of. */
export const KEYS = [
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO4cA3zO6yMtFldXXzH7Xc9G0UVeODieglHJ6BSbVg3r",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
] as const;

/** Reads a configuration with the roles and transports for tests. */
export function parse(text: string): Promise<SystemConfig> {
  return parseConfig("/etc/kozo/config.yml", text, registry);
}

/** What is wrong with a configuration, each as `line:column: message`. */
export async function problemsOf(text: string): Promise<string[]> {
  try {
    await parse(text);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, `Not a ConfigError: ${error}`);
    return error.problems.map((p) => `${p.line}:${p.column}: ${p.message}`);
  }
}

/** A configuration of one node, `a`, with further lines for its block. */
export function withNode(...lines: string[]): string {
  return [
    "system:",
    "  a:",
    "    privateKey: key",
    `    publicKey: ${KEYS[0]}`,
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

/** The lines of {@link withNode} before the first of its own. */
export const LINES_BEFORE = 4;
