import {
  NODE_NAME,
  ROLE_NAME,
  ROLENODE_NAME,
  TRANSPORT_NAME,
  TRANSPORTNODE_NAME,
} from "kozo";
import {
  expectation,
  type OptionSpec,
  type OptionTable,
} from "../../core/config/option-spec.ts";

/** What stands for a default that is a name. */
const PLACEHOLDERS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [NODE_NAME, "the node's name"],
  [ROLE_NAME, "the role's name"],
  [ROLENODE_NAME, "`role@node`"],
  [TRANSPORT_NAME, "the transport's name"],
  [TRANSPORTNODE_NAME, "`transport@node`"],
]);

/** What a document's table says of an option, but for its meaning. */
export interface OptionRow {
  readonly Option: string;
  readonly Takes: string;
  readonly Default: string;
}

/** What a document's table has to say of options. */
export function optionRows(table: OptionTable): OptionRow[] {
  return Object.entries<OptionSpec>(table).map(([name, spec]) => ({
    Option: `\`${name}\``,
    Takes: expectation(spec),
    Default: byDefault(spec.default),
  }));
}

/** What a document says of a default. */
export function byDefault(value: unknown): string {
  const name = PLACEHOLDERS.get(value);
  if (name !== undefined) return name;
  if (value === undefined) return "required";
  if (value === null) return "none";
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0 || value === "") return "empty";
  return values.map(codeOf).join(", ");
}

/** A space at the end is said in words: nobody sees it in a code span. */
function codeOf(value: unknown): string {
  const text = String(value);
  const code = `\`${text.trimEnd()}\``;
  return text.endsWith(" ") ? `${code} and a space` : code;
}
