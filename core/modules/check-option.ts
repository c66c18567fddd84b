import { PLACEHOLDERS } from "../model/names.ts";
import { either } from "../wording.ts";
import { found, isRecord, isText, unknownFields } from "./found.ts";
import type { OptionInfo, OptionType } from "./info.ts";
import { optionTypeOf } from "./option-type.ts";

const TYPES = [
  "string",
  "number",
  "integer",
  "boolean",
  "path",
  "list",
  "any",
] as const satisfies readonly OptionType[];

const NAMED = ["role", "node"] as const;

const LISTENING = ["port", "address"] as const;

const FIELDS: readonly (keyof OptionInfo)[] = [
  ...["description", "default", "type"] as const,
  ...["minimum", "maximum", "choices", "names", "listens"] as const,
];

/**
 * Looks for faults in one option of a module's metadata.
 *
 * @param field such as `roleInfo.config.pin`
 * @returns a line for each
 */
export function optionFaults(field: string, option: unknown): string[] {
  if (!isRecord(option)) {
    return [`${field} is ${found(option)}, expected { description, … }`];
  }
  const faults = [
    ...wordFaults(`${field}.type`, option.type, TYPES),
    ...boundFaults(field, option),
    ...choicesFaults(field, option.choices),
    ...wordFaults(`${field}.names`, option.names, NAMED),
    ...wordFaults(`${field}.listens`, option.listens, LISTENING),
  ];
  // What is left is judged by these, so they have to be right.
  const info = option as unknown as OptionInfo;
  return [
    ...unknownFields(field, option, FIELDS),
    ...descriptionFaults(field, option.description),
    ...faults,
    ...faults.length > 0
      ? []
      : [...misfits(field, info), ...defaultFaults(field, info)],
  ];
}

function descriptionFaults(field: string, description: unknown): string[] {
  return isText(description)
    ? []
    : [`${field}.description is ${found(description)}, expected text`];
}

function boundFaults(
  field: string,
  option: Readonly<Record<string, unknown>>,
): string[] {
  return ["minimum", "maximum"]
    .filter((name) => {
      const bound = option[name];
      return bound !== undefined && !Number.isFinite(bound);
    })
    .map((name) =>
      `${field}.${name} is ${found(option[name])}, expected a number`
    );
}

function choicesFaults(field: string, choices: unknown): string[] {
  if (choices === undefined) return [];
  if (Array.isArray(choices) && choices.length > 0 && choices.every(isText)) {
    return [];
  }
  return [`${field}.choices is ${found(choices)}, expected a list of texts`];
}

function wordFaults(
  field: string,
  word: unknown,
  words: readonly string[],
): string[] {
  if (word === undefined || words.some((one) => one === word)) return [];
  return [`${field} is ${found(word)}, expected ${either(words)}`];
}

/** What is there, but does not go with the type, or with another field. */
function misfits(field: string, option: OptionInfo): string[] {
  const { minimum, maximum, choices, names, listens } = option;
  const type = optionTypeOf(option);
  const faults: string[] = [];
  const isNumber = type === "number" || type === "integer";
  if ((minimum ?? maximum) !== undefined && !isNumber) {
    faults.push(
      `${field} has bounds, but takes values of the type "${type}": give it ` +
        'the type "number" or "integer"',
    );
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    faults.push(`${field}.minimum is ${minimum}, above its maximum ${maximum}`);
  }
  const isWords = type === "string" || type === "list";
  if (names !== undefined && !isWords) {
    faults.push(
      `${field} takes names, but values of the type "${type}": give it the ` +
        'type "string" or "list"',
    );
  }
  const due = listens === "port" ? ["integer"] : ["string", "boolean"];
  if (listens !== undefined && !due.includes(type)) {
    faults.push(
      `${field} says at which ${listens} it listens, but takes values of the ` +
        `type "${type}": give it the type ${either(due)}`,
    );
  }
  if (choices !== undefined && !isWords) {
    faults.push(
      `${field} has choices, but takes values of the type "${type}": give it ` +
        'the type "string" or "list"',
    );
  }
  return faults;
}

function defaultFaults(field: string, option: OptionInfo): string[] {
  const { default: value } = option;
  if (value === undefined || value === null || fits(value, option)) return [];
  return [
    `${field}.default is ${found(value)}, expected ${expected(option)}`,
  ];
}

function fits(value: unknown, option: OptionInfo): boolean {
  const { minimum = -Infinity, maximum = Infinity, choices } = option;
  const isChosen = (text: unknown) =>
    isText(text) && (choices?.includes(text) ?? true);
  switch (optionTypeOf(option)) {
    case "number":
      return Number.isFinite(value) && isWithin(value, minimum, maximum);
    case "integer":
      return Number.isSafeInteger(value) && isWithin(value, minimum, maximum);
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return isPlaceholder(value) ||
        (choices === undefined ? typeof value === "string" : isChosen(value));
    case "path":
      return isPlaceholder(value) || isText(value);
    case "list":
      return isPlaceholder(value) || partsOf(value).every(isChosen);
    case "any":
      return true;
  }
}

function isPlaceholder(value: unknown): boolean {
  return PLACEHOLDERS.some((placeholder) => placeholder === value);
}

function isWithin(value: unknown, minimum: number, maximum: number): boolean {
  return Number(value) >= minimum && Number(value) <= maximum;
}

/** The parts of a list, which may be one text; a wrong value is one part. */
function partsOf(value: unknown): unknown[] {
  if (typeof value !== "string") return Array.isArray(value) ? value : [value];
  return value.split(",").map((part) => part.trim())
    .filter((part) => part !== "");
}

function expected(option: OptionInfo): string {
  const { minimum, maximum, choices } = option;
  const type = optionTypeOf(option);
  const bounds = [
    ...minimum === undefined ? [] : [`of at least ${minimum}`],
    ...maximum === undefined ? [] : [`of at most ${maximum}`],
  ].join(" and ");
  return `a value of the type "${type}"${bounds && ` ${bounds}`}` +
    (choices === undefined ? "" : `, ${either(choices)}`);
}
