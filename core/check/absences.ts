import type { NodeConfig } from "../config/config.ts";
import type { Shelf } from "../modules/shelf.ts";
import { doubt, quote } from "../wording.ts";
import { type Finding, type Subject, warning } from "./finding.ts";

/** Types of other nodes that are unknown here, and look like a mistake. */
export async function misspeltTypes(subject: Subject): Promise<Finding[]> {
  const { nodes, library } = subject.config;
  const others = [...nodes.values()].filter(({ name }) =>
    name !== subject.self
  );
  return [
    ...await misspeltIn(others, "roles", library.roles),
    ...await misspeltIn(others, "transports", library.transports),
  ];
}

async function misspeltIn(
  nodes: readonly NodeConfig[],
  kind: "roles" | "transports",
  shelf: Shelf,
): Promise<Finding[]> {
  const types = await shelf.types();
  return nodes.flatMap((node) =>
    node[kind].flatMap(({ name, type }) => {
      const advice = types.includes(type) ? "" : doubt(type, types);
      if (advice === "") return [];
      const path = ["system", node.name, kind, name];
      return [warning(path, `There is no ${quote(type)} here${advice}`)];
    })
  );
}
