import {
  isRequired,
  kindOf,
  mayBeEmpty,
  type OptionSpec,
  type OptionTable,
} from "../option-spec.ts";

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** A base64 line of either type of key, with or without a comment. */
const PUBLIC_KEY = "^\\s*(ssh-ed25519 +AAAAC3NzaC1lZDI1NTE5AAAAI" +
  "[A-Za-z0-9+/]{43}|ssh-rsa +AAAAB3NzaC1yc2E[A-Za-z0-9+/]{300,}={0,2})" +
  "(\\s.*)?$";

/** Something other than white space. */
const NOT_BLANK = "\\S";

/** What an option takes, with its description and its default. */
export function optionSchema(spec: OptionSpec): Schema {
  const values = valueSchema(spec);
  const { description, default: byDefault } = spec;
  const isShown = byDefault !== null && typeof byDefault !== "symbol" &&
    byDefault !== undefined;
  return {
    description,
    ...isShown ? { default: byDefault } : {},
    ...byDefault === null ? orNothing(values) : values,
  };
}

/** The options of a table by name, and which of them have to be there. */
export function tableSchema(table: OptionTable): Schema {
  const entries = Object.entries<OptionSpec>(table);
  const required = entries.filter(([, spec]) => isRequired(spec))
    .map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      entries.map(([name, spec]) => [name, optionSchema(spec)]),
    ),
    ...required.length === 0 ? {} : { required },
    additionalProperties: false,
  };
}

/** The schema of a block that says more of some of its options. */
export function refine(
  schema: Schema,
  options: Readonly<Record<string, Schema>>,
): Schema {
  const properties = schema.properties as Readonly<Record<string, Schema>>;
  const refined = Object.entries(options).map(([name, option]) => [
    name,
    { description: properties[name]?.description, ...option },
  ]);
  return {
    ...schema,
    properties: { ...properties, ...Object.fromEntries(refined) },
  };
}

/** The same, or a key without a value. */
export function orNothing(schema: Schema): Schema {
  if (Object.keys(schema).length === 0) return schema;
  return { anyOf: [schema, { type: "null" }] };
}

function valueSchema(spec: OptionSpec): Schema {
  const { minimum, maximum, choices } = spec;
  const bounds = {
    ...minimum === undefined ? {} : { minimum },
    ...maximum === undefined ? {} : { maximum },
  };
  const kind = kindOf(spec);
  switch (kind) {
    case "number":
    case "integer":
      return { type: kind, ...bounds };
    case "boolean":
      return { type: "boolean" };
    case "string":
      return { type: "string", ...choices ? { enum: choices } : {} };
    case "path":
      return { type: "string", minLength: 1 };
    case "publicKey":
      return { type: "string", pattern: PUBLIC_KEY };
    case "paths":
      return { anyOf: [{ type: "string" }, listOf({ minLength: 1 })] };
    case "list":
      return listSchema(spec);
    case "block":
      return { type: "object" };
    case "any":
      return {};
  }
}

/** One text with commas between its parts, or a list of texts. */
function listSchema(spec: OptionSpec): Schema {
  const { choices } = spec;
  const least = mayBeEmpty(spec) ? {} : { minItems: 1 };
  const text = choices === undefined
    ? mayBeEmpty(spec) ? {} : { pattern: NOT_BLANK }
    : { pattern: partsPattern(choices, mayBeEmpty(spec)) };
  return {
    anyOf: [
      { type: "string", ...text },
      { ...listOf(choices ? { enum: choices } : {}), ...least },
    ],
  };
}

function listOf(items: Schema): Schema {
  return { type: "array", items: { type: "string", ...items } };
}

/** Some of the choices with commas between them. */
function partsPattern(choices: readonly string[], isEmptyAllowed: boolean) {
  const one = `\\s*(?:${choices.map(escape).join("|")})\\s*`;
  return `^(?:${one}(?:,${one})*,?)${isEmptyAllowed ? "?" : ""}$`;
}

/** A text that stands for itself in a pattern of any dialect. */
function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
