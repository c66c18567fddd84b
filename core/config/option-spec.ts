import type { OptionInfo, OptionType } from "../modules/info.ts";
import { optionTypeOf } from "../modules/option-type.ts";
import { either } from "../wording.ts";

/**
 * What values an option of the file itself takes, on top of what those of
 * modules do:
 * - `paths`: a list of paths, or several in one text with colons between them
 * - `publicKey`: an SSH public key on one line
 * - `block`: further options
 */
export type OptionKind = OptionType | "paths" | "publicKey" | "block";

/** One option, of a module or of the file itself. */
export type OptionSpec = Omit<OptionInfo, "type"> & {
  readonly type?: OptionKind;
};

/** The options of a kind of block by name; `T` is what reading them gives. */
export type OptionTable<T = Record<string, unknown>> = {
  readonly [Name in keyof T]-?: OptionSpec;
};

/** What values an option takes: what it says, or else what its default is. */
export function kindOf(spec: OptionSpec): OptionKind {
  if (spec.type !== undefined) return spec.type;
  const { default: byDefault, choices } = spec;
  return optionTypeOf({
    ...byDefault === undefined ? {} : { default: byDefault },
    ...choices === undefined ? {} : { choices },
  });
}

/** Whether the block has to have the option. */
export function isRequired(spec: OptionSpec): boolean {
  return spec.default === undefined;
}

/**
 * Whether a list may be empty: only where that says as much as leaving the
 * option out does.
 */
export function mayBeEmpty(spec: OptionSpec): boolean {
  return spec.default === null ||
    (Array.isArray(spec.default) && spec.default.length === 0);
}

/** What an option takes, in words: `a whole number from 1 to 65535`. */
export function expectation(spec: OptionSpec): string {
  switch (kindOf(spec)) {
    case "string":
      return spec.choices === undefined ? "text" : either(spec.choices);
    case "number":
      return `a number${bounds(spec)}`;
    case "integer":
      return `a whole number${bounds(spec)}`;
    case "boolean":
      return "true or false";
    case "path":
      return "a path";
    case "paths":
      return "paths with colons between them, or a list of paths";
    case "list":
      return "text with commas between its parts, or a list of texts";
    case "publicKey":
      return "an SSH public key on one line";
    case "block":
      return "a block of options";
    case "any":
      return "a value";
  }
}

function bounds({ minimum, maximum }: OptionSpec): string {
  if (minimum !== undefined && maximum !== undefined) {
    return ` from ${minimum} to ${maximum}`;
  }
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? "" : ` of at most ${maximum}`;
}
