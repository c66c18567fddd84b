import { resolve } from "node:path";
import { split } from "./lists.ts";
import {
  isRequired,
  kindOf,
  type OptionSpec,
  type OptionTable,
} from "./option-spec.ts";
import type { ReadContext } from "./reading.ts";
import { entriesOf, type Entry, isNothing, type Value } from "./tree.ts";
import { readValue } from "./values.ts";
import { quote, remedy } from "../wording.ts";

/** A block as messages name it, and where they point to. */
export interface Place {
  /** Such as `role "timer1" of node "clock"`. */
  readonly name: string;
  /** Where the block's key is in the file. */
  readonly offset: number;
  /** Where other options belong, for who has put them into this block. */
  readonly elsewhere?: readonly Home[];
}

/** Where options belong. */
export interface Home {
  readonly table: object;
  /** Such as `at the root of the file`. */
  readonly where: string;
}

/**
 * Reads the options that a block has.
 *
 * @param value the block, or nothing for one without options
 * @returns the options by name; one that is wrong has the value `undefined`,
 * and that has been noted
 */
export function readGiven<T extends object>(
  value: Value,
  table: OptionTable<T>,
  place: Place,
  context: ReadContext,
): Partial<T> {
  const given: [string, unknown][] = [];
  for (const entry of entriesOf(value)) {
    const spec = specOf(table, entry.key);
    if (spec === undefined) noteUnknown(entry, table, place, context);
    else if (!isLeftOut(entry, spec)) {
      given.push([entry.key, readValue(entry, spec, context)]);
    }
  }
  // Each reader returns what the kind of its option says.
  return Object.fromEntries(given) as Partial<T>;
}

/**
 * Reads the options that a block has, fills in the defaults of those that it
 * has not, and notes what is missing.
 *
 * @returns as {@link readGiven}; see {@link isComplete}
 */
export function readOptions<T extends object>(
  value: Value,
  table: OptionTable<T>,
  place: Place,
  context: ReadContext,
): Partial<T> {
  const given = readGiven(value, table, place, context);
  const options: [string, unknown][] = [];
  for (const [name, spec] of Object.entries<OptionSpec>(table)) {
    if (Object.hasOwn(given, name)) continue;
    if (isRequired(spec)) noteMissing(name, spec, place, context);
    options.push([name, defaultOf(spec, context)]);
  }
  return { ...Object.fromEntries(options), ...given };
}

/** Whether all options of a block are there and right. */
export function isComplete<T extends object>(
  options: Partial<T>,
  table: OptionTable<T>,
): options is T {
  const values = new Map(Object.entries(options));
  return Object.keys(table).every((name) => values.get(name) !== undefined);
}

/**
 * The same options with the defaults of those that are wrong.
 *
 * @returns nothing when one of those has no default
 */
export function withDefaults(
  options: Readonly<Record<string, unknown>>,
  table: OptionTable,
  context: ReadContext,
): Record<string, unknown> | undefined {
  const entries = Object.entries<OptionSpec>(table).map(([name, spec]) =>
    [name, options[name] ?? defaultOf(spec, context)] as const
  );
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entries);
}

/** The same options without those that are wrong. */
export function right<T extends object>(
  options: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(options)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}

/** The same options without those that were left out. */
export function present<T extends object>(
  options: T,
): { [Name in keyof T]?: Exclude<T[Name], null> } {
  const entries = Object.entries(options).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as {
    [Name in keyof T]?: Exclude<T[Name], null>;
  };
}

function specOf<T>(
  table: OptionTable<T>,
  name: string,
): OptionSpec | undefined {
  return Object.hasOwn(table, name) ? table[name as keyof T] : undefined;
}

/** A key without a value says no more than no key, where that is allowed. */
function isLeftOut(entry: Entry, spec: OptionSpec): boolean {
  return spec.default === null && isNothing(entry.value);
}

function defaultOf(spec: OptionSpec, context: ReadContext): unknown {
  const value = spec.default;
  if (typeof value !== "string") return value;
  switch (kindOf(spec)) {
    case "path":
      return resolve(context.folder, value);
    case "list":
      return split(value, ",");
    default:
      return value;
  }
}

function noteUnknown(
  entry: Entry,
  table: object,
  place: Place,
  context: ReadContext,
): void {
  context.problems.add(
    entry.offset,
    `Unknown option ${quote(entry.key)} in ${place.name}` +
      (removal(entry.key, place) ?? remedy(entry.key, Object.keys(table))),
  );
}

/** Where an option belongs instead, if that is known, to end a message. */
function removal(
  name: string,
  { elsewhere = [] }: Place,
): string | undefined {
  const home = elsewhere.find(({ table }) => Object.hasOwn(table, name));
  return home && `: it belongs ${home.where}`;
}

function noteMissing(
  name: string,
  spec: OptionSpec,
  place: Place,
  context: ReadContext,
): void {
  context.problems.add(
    place.offset,
    `Missing option "${name}" in ${place.name}: ${spec.description}`,
  );
}
