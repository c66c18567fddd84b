import { quote } from "../wording.ts";
import type { Value } from "./tree.ts";

/** What stands in the file, for a message: `the text "abc"`, `a list`. */
export function describe(value: Value): string {
  if (value.kind === "list") {
    return value.items.length > 0 ? "a list" : "an empty list";
  }
  if (value.kind === "block") return "a block";
  if (value.value === null) return "empty";
  if (typeof value.value === "string") return `the text ${quote(value.value)}`;
  return String(value.value);
}

/** As {@link describe}, without what the value is. */
export function describeKind(value: Value): string {
  if (value.kind !== "scalar" || value.value === null) return describe(value);
  return typeof value.value === "string" ? "a text" : `a ${typeof value.value}`;
}
