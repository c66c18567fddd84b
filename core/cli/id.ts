import type { Command } from "commander";
import { basename } from "node:path";
import { loadConfig, NO_NODE, readConfigFile } from "../config/load.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { examples } from "./examples.ts";
import { namedNode } from "./named-node.ts";
import {
  algorithmOf,
  keyLine,
  ownerOf,
  parsePublicKey,
  type PublicKey,
} from "../ssh/keys.ts";
import { print } from "./print.ts";

/** A key, and whose it is. */
interface NamedKey {
  readonly name: string;
  readonly key: PublicKey;
}

/** Adds `kozo id`. */
export function addId(program: Command, registry: ModuleRegistry): void {
  program.command("id")
    .description("print the fingerprints of nodes' keys")
    .argument("<file>", "the configuration, or a file with a key")
    .argument("[node]", "only this node of the configuration")
    .option("--json", "as one JSON object")
    .addHelpText("after", HELP)
    .action(
      async (
        file: string,
        node: string | undefined,
        { json }: { json?: boolean },
      ) => {
        const keys = await keysOf(file, node, registry);
        print(json ? asJson(keys) : asText(keys));
      },
    );
}

function asText(keys: readonly NamedKey[]): string {
  return keys.map(({ name, key }) => keyLine(key, name)).join("\n");
}

function asJson(keys: readonly NamedKey[]): string {
  return JSON.stringify({
    keys: keys.map(({ name, key }) => ({
      name,
      type: algorithmOf(key),
      bits: key.bits,
      fingerprint: key.fingerprint,
      publicKey: key.line,
    })),
  });
}

/** @throws {KozoError} when there are none in the file */
async function keysOf(
  file: string,
  node: string | undefined,
  registry: ModuleRegistry,
): Promise<NamedKey[]> {
  const text = await readConfigFile(file);
  if (node === undefined && isKey(text)) return [keyIn(file, text)];
  const { library, ...config } = await loadConfig(file, registry, NO_NODE);
  using _ = library;
  const nodes = node === undefined
    ? [...config.nodes.values()]
    : [namedNode(config, node)];
  return nodes.map(({ name, publicKey }) => ({
    name,
    key: parsePublicKey(publicKey),
  }));
}

/** Whether this is a key of SSH, of either half. */
function isKey(text: string): boolean {
  return /^(?:-----BEGIN [A-Z ]*PRIVATE KEY-----|(?:ssh|ecdsa)-\S+ )/
    .test(text);
}

function keyIn(file: string, text: string): NamedKey {
  if (text.startsWith("-----")) {
    const { key, comment } = ownerOf(file, text);
    return { key, name: comment || basename(file, ".key") };
  }
  const [, , ...comment] = text.trim().split(/\s+/);
  return {
    key: parsePublicKey(text),
    name: comment.join(" ") || basename(file, ".pub"),
  };
}

const HELP = `
Each line is what "ssh-keygen -l" prints of that key.
` + examples([
  ["kozo id config.yml", "all nodes of config.yml"],
  ["kozo id --json clock.key", "the key in clock.key, for programs"],
], [0, 1, 2, 3]);
