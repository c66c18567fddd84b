import type { NodeConfig, SystemConfig } from "../config/config.ts";
import { KozoError } from "../errors.ts";
import { Node } from "../model/node.ts";
import { makeTransport } from "../runtime/system-builder.ts";
import { messageOf } from "../text.ts";
import type { Finding } from "./finding.ts";

/** The nodes of a network that is not running. */
export interface Model {
  /** By name, with those of their transports whose module is here. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** What keeps transports, and with them nodes, from starting. */
  readonly findings: readonly Finding[];
}

/**
 * Makes the nodes of a configuration as other nodes see them: no transport of
 * theirs can listen or dial.
 */
export async function makeModel(config: SystemConfig): Promise<Model> {
  const nodes = new Map<string, Node>();
  const findings: Finding[] = [];
  for (const block of config.nodes.values()) {
    const node = new Node({ ...block, isSelf: false });
    nodes.set(node.name, node);
    for (const finding of await furnish(node, block, config)) {
      findings.push(finding);
    }
  }
  return { nodes, findings };
}

/** Gives a node its transports, and tells what is wrong with them. */
async function furnish(
  node: Node,
  { transports }: NodeConfig,
  config: SystemConfig,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const block of transports) {
    if (config.library.transports.get(block.type) === undefined) continue;
    try {
      const transport = makeTransport({ config }, node, block);
      await transport.init();
      node.transports.set(block.name, transport);
    } catch (error) {
      const path = ["system", node.name, "transports", block.name];
      findings.push({ severity: "error", path, message: wordsOf(error) });
    }
  }
  return findings;
}

function wordsOf(error: unknown): string {
  return error instanceof KozoError
    ? error.message
    : `Its "init" fails: ${messageOf(error)}`;
}
