import { readList, readPaths } from "./lists.ts";
import { kindOf, type OptionKind, type OptionSpec } from "./option-spec.ts";
import type { Problems } from "./problems.ts";
import { type ReadContext, type Reader, refuse } from "./reading.ts";
import {
  readBoolean,
  readNumber,
  readPath,
  readPublicKey,
  readString,
} from "./scalars.ts";
import type { Block, Entry, Value } from "./tree.ts";

const READERS: Readonly<Record<OptionKind, Reader>> = {
  any: readAny,
  block: readBlock,
  boolean: readBoolean,
  integer: readNumber,
  list: readList,
  number: readNumber,
  path: readPath,
  paths: readPaths,
  publicKey: readPublicKey,
  string: readString,
};

/**
 * Checks an option's value and gives it the form that the program uses.
 *
 * @returns the value, or `undefined` when it is wrong and that has been noted
 */
export function readValue(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): unknown {
  return READERS[kindOf(spec)](entry, spec, context);
}

function readBlock(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): Block | undefined {
  if (entry.value.kind === "block") return entry.value;
  return refuse(entry, spec, context);
}

function readAny(entry: Entry, _spec: OptionSpec, context: ReadContext) {
  return toPlain(entry.value, context.problems);
}

function toPlain(value: Value, problems: Problems): unknown {
  switch (value.kind) {
    case "scalar":
      return value.value;
    case "list":
      return value.items.map((item) => toPlain(item, problems));
    case "block":
      return Object.fromEntries(
        [...value.entries.values()].map((entry) => {
          if (entry.key === "__proto__") {
            problems.add(entry.offset, 'The key "__proto__" is not allowed');
          }
          return [entry.key, toPlain(entry.value, problems)];
        }),
      );
  }
}
