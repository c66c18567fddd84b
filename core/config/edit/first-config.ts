import { SETTINGS } from "../settings.ts";
import { type NodeDraft, nodeText } from "./node-text.ts";

/** Options of the root that are shown, though their defaults will do. */
const SHOWN = ["heartbeat", "connectionRetry"] as const;

/**
 * The text of a new configuration with one node, which says what it is.
 *
 * @param schema the file with its JSON Schema, from the folder of the file
 */
export function firstConfig(node: NodeDraft, schema: string): string {
  const defaults = SHOWN.map((name) => {
    const { default: value, description } = SETTINGS[name];
    return `# ${name}: ${value} # ${description}`;
  });
  return [
    `# yaml-language-server: $schema=${schema}`,
    "",
    "# The whole network, node by node. Each machine has a copy of this file and",
    "# runs its part of it. So change one, copy it to all, and have each node",
    '# follow it by "kozo reload".',
    "",
    "# These hold unless you say otherwise:",
    ...defaults,
    "",
    "system:",
    ...nodeText(node, true).split("\n").map((line) => `  ${line}`),
    "",
  ].join("\n");
}
