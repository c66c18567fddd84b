import { createHash } from "node:crypto";
import type { Value } from "./tree.ts";

/**
 * Tells whether two nodes have the same configuration: the first 16
 * hexadecimal digits of the SHA-256 of what the file says. Comments, layout,
 * the order of keys, aliases and the kind of quotes do not matter.
 */
export function fingerprintOf(root: Value): string {
  return createHash("sha256").update(canonical(root)).digest("hex").slice(
    0,
    16,
  );
}

/** JSON with sorted keys; two values have the same one if they say the same. */
function canonical(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return typeof value.value === "number"
        ? String(value.value) // JSON has no infinity
        : JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(canonical).join(",")}]`;
    case "block":
      return `{${
        [...value.entries.values()]
          .map((entry) =>
            `${JSON.stringify(entry.key)}:${canonical(entry.value)}`
          )
          .sort()
          .join(",")
      }}`;
  }
}
