import type { OptionInfo, OptionType } from "./info.ts";

/** What values an option takes: what it says, or else what its default is. */
export function optionTypeOf(
  { type, default: byDefault, choices }: Pick<
    OptionInfo,
    "type" | "default" | "choices"
  >,
): OptionType {
  if (type !== undefined) return type;
  if (Array.isArray(byDefault)) return "list";
  if (choices !== undefined) return "string";
  switch (typeof byDefault) {
    case "boolean":
    case "number":
    case "string":
      return typeof byDefault as "boolean" | "number" | "string";
    case "symbol":
      return "string";
    default:
      return "any";
  }
}
