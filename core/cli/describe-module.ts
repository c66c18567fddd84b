import {
  expectation,
  isRequired,
  kindOf,
  type OptionSpec,
  type OptionTable,
} from "../config/option-spec.ts";
import { NODE_NAME, ROLE_NAME, TRANSPORT_NAME } from "../model/names.ts";
import type { ModuleInfo } from "../modules/info.ts";
import { quote } from "../wording.ts";
import { wrap } from "./wrap.ts";

/** What a module is and takes, for people. */
export function describeModule(
  name: string,
  info: ModuleInfo,
  common: OptionTable,
  noun: string,
): string {
  const { version, author, description } = info;
  const own = Object.entries<OptionSpec>(info.config).map(describeOption);
  return [
    wrap(`${name}: ${description} (${version}, by ${author})`, "  ", ""),
    "",
    own.length === 0 ? "It has no options of its own." : own.join("\n"),
    "",
    `As every ${noun} it also takes:`,
    "",
    ...Object.entries<OptionSpec>(common).map(describeOption),
  ].join("\n");
}

function describeOption([name, spec]: readonly [string, OptionSpec]): string {
  return [
    wrap(`${name}: ${expectation(spec)}${defaultWords(spec)}`, "      ", "  "),
    wrap(spec.description, "      "),
  ].join("\n");
}

function defaultWords(spec: OptionSpec): string {
  const { default: value } = spec;
  if (isRequired(spec)) return ", required";
  if (value === null) return ", may be left out";
  if (typeof value === "symbol") return `, default ${wordsOf(value)}`;
  const text = Array.isArray(value) ? value.join(", ") : value;
  if (text === "") return ", default none";
  return `, default ${typeof text === "string" ? quote(text) : text}`;
}

/** What a name that is known only where the module is used is, in words. */
function wordsOf(placeholder: symbol): string {
  switch (placeholder) {
    case NODE_NAME:
      return "the node's name";
    case ROLE_NAME:
    case TRANSPORT_NAME:
      return "the block's name";
    default:
      return "the block's name, @ and the node's name";
  }
}

/** What a module is and takes, for programs. */
export function moduleFacts(name: string, info: ModuleInfo) {
  const { version, author, description, config } = info;
  const options = Object.entries<OptionSpec>(config).map(optionFacts);
  return { name, version, author, description, options };
}

function optionFacts([name, spec]: readonly [string, OptionSpec]) {
  const { default: value, minimum, maximum, choices, description } = spec;
  return {
    name,
    type: kindOf(spec),
    isRequired: isRequired(spec),
    default: typeof value === "symbol"
      ? { placeholder: value.description }
      : value ?? null,
    minimum: minimum ?? null,
    maximum: maximum ?? null,
    choices: choices ?? null,
    description,
  };
}
