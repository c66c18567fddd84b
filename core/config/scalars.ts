import { resolve } from "node:path";
import { KozoError } from "../errors.ts";
import { parsePublicKey } from "../ssh/keys.ts";
import { kindOf, type OptionSpec } from "./option-spec.ts";
import { type ReadContext, refuse, scalarOf } from "./reading.ts";
import { suggest } from "../suggest.ts";
import type { Entry } from "./tree.ts";

/** `number` and `integer`. */
export function readNumber(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): number | undefined {
  const found = scalarOf(entry.value);
  const { minimum = -Infinity, maximum = Infinity } = spec;
  if (
    typeof found === "number" && Number.isFinite(found) &&
    (kindOf(spec) === "number" || Number.isSafeInteger(found)) &&
    found >= minimum && found <= maximum
  ) return found;
  const quoted = typeof found === "string" && found.trim() !== "" &&
    Number.isFinite(Number(found));
  return refuse(entry, spec, context, quoted ? ": remove the quotes" : "");
}

/** `boolean`. */
export function readBoolean(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): boolean | undefined {
  const found = scalarOf(entry.value);
  if (typeof found === "boolean") return found;
  return refuse(entry, spec, context);
}

/** `string`. */
export function readString(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): string | undefined {
  const found = scalarOf(entry.value);
  if (typeof found !== "string") {
    const bare = typeof found === "number" || typeof found === "boolean";
    return refuse(entry, spec, context, bare ? ": put it in quotes" : "");
  }
  const { choices } = spec;
  if (choices === undefined || choices.includes(found)) return found;
  const meant = suggest(found, choices);
  return refuse(entry, spec, context, meant && `, did you mean "${meant}"?`);
}

/** `path`. */
export function readPath(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): string | undefined {
  const found = scalarOf(entry.value);
  if (typeof found === "string" && isPath(found)) {
    return resolve(context.folder, found);
  }
  return refuse(entry, spec, context);
}

/** No file system takes a NUL, and nothing at all is no place. */
export function isPath(text: string): boolean {
  return text !== "" && !text.includes("\0");
}

/** `publicKey`. */
export function readPublicKey(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): string | undefined {
  const found = scalarOf(entry.value);
  if (typeof found !== "string") return refuse(entry, spec, context);
  try {
    return parsePublicKey(found).line;
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    context.problems.add(entry.value.offset, error.message);
    return undefined;
  }
}
