import type { NodeConfig, SystemConfig } from "../config/config.ts";
import { UnknownNodeError } from "../errors.ts";
import { quote, quotePath, remedy } from "../wording.ts";

/**
 * The node of a configuration that the command line names.
 *
 * @throws {UnknownNodeError} when there is none of that name
 */
export function namedNode(
  { file, nodes }: Pick<SystemConfig, "file" | "nodes">,
  name: string,
): NodeConfig {
  const node = nodes.get(name);
  if (node !== undefined) return node;
  throw new UnknownNodeError(
    `There is no node ${quote(name)} in ${quotePath(file)}` +
      remedy(name, [...nodes.keys()]),
  );
}
