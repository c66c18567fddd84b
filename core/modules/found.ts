import { shorten } from "../shorten.ts";
import { joinText, printable } from "../text.ts";
import { quote, remedy } from "../wording.ts";

/** What stands in a module, for a message: `missing`, `the text "abc"`. */
export function found(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === "") return "empty";
  if (typeof value === "string") return `the text ${quote(value)}`;
  if (typeof value === "function") {
    return value.name === "" ? "a function" : `the function ${value.name}`;
  }
  return shorten(printable(joinText([value])), 60);
}

/** Whether a value is text, and not empty. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Whether a value is an object with fields. */
export function isRecord(
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A line for each field of a record that is none of those it may have. */
export function unknownFields(
  place: string,
  record: object,
  fields: readonly string[],
): string[] {
  return Object.keys(record)
    .filter((name) => !fields.includes(name))
    .map((name) =>
      `${place} has the unknown field ${quote(name)}${remedy(name, fields)}`
    );
}
