import { ROOT } from "../support/root.ts";
import type { NetworkFolder } from "./network-folder.ts";

/** How one node is started. */
export interface NodeCommand {
  /** The node's name. */
  readonly node: string;
  /** The program and its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** The folder it runs in. */
  readonly cwd: string;
}

/** How each node of a network is started, as a user would from its folder. */
export function nodeCommands(network: NetworkFolder): NodeCommand[] {
  return network.nodes.map((node) => ({
    node,
    argv: [
      Deno.execPath(),
      ...["run", "--quiet", "-A", `${ROOT}/main.ts`],
      ...["run", "config.yml", node],
    ],
    cwd: network.path,
  }));
}
