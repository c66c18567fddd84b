import { isSecretName } from "../secret-names.ts";
import { hasPrivateKey, withoutCredentials } from "../secret-texts.ts";
import { quote } from "../wording.ts";
import type { Value } from "./tree.ts";

/**
 * What stands in the file, for a message: `the text "abc"`, `a list`. A text
 * that has a secret in it is not told.
 */
export function describe(value: Value): string {
  if (value.kind === "list") {
    return value.items.length > 0 ? "a list" : "an empty list";
  }
  if (value.kind === "block") return "a block";
  if (value.value === null) return "empty";
  if (typeof value.value !== "string") return String(value.value);
  return isSecret(value.value)
    ? "a text"
    : `the text ${quote(withoutCredentials(value.value))}`;
}

/** As {@link describe}, without what the value is. */
export function describeKind(value: Value): string {
  if (value.kind !== "scalar" || value.value === null) return describe(value);
  return typeof value.value === "string" ? "a text" : `a ${typeof value.value}`;
}

/** Whether a text is a private key, or such as `password:hunter2`. */
function isSecret(text: string): boolean {
  const name = /^([\w.-]+) *[:=]/.exec(text)?.[1];
  return hasPrivateKey(text) || name !== undefined && isSecretName(name);
}
