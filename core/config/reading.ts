import { expectation, kindOf, type OptionSpec } from "./option-spec.ts";
import type { Problems } from "./problems.ts";
import type { Entry, Scalar, Value } from "./tree.ts";
import { quote } from "../wording.ts";
import { isPin, isSecretName } from "../secret-names.ts";
import { HIDDEN } from "../secret-texts.ts";
import { describe, describeKind } from "./describe.ts";

/** What reading a file needs to know all the way down. */
export interface ReadContext {
  /** Absolute path of the configuration file's folder. */
  readonly folder: string;
  /** Gets whatever is wrong. */
  readonly problems: Problems;
  /** The private keys of all nodes, which no role in a sandbox may touch. */
  readonly privateKeys: readonly string[];
  /** Whether modules are not asked about their options: see `LoadOptions`. */
  readonly isDraft?: boolean;
}

/** Reads the value of one entry, or notes why it cannot and returns nothing. */
export type Reader<T = unknown> = (
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
) => T | undefined;

/** The value itself if it is neither a list nor a block. */
export function scalarOf(value: Value): Scalar["value"] | undefined {
  return value.kind === "scalar" ? value.value : undefined;
}

/**
 * Notes that a value is not what its option takes.
 *
 * @param remark what to do about it, to follow what is expected
 */
export function refuse(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
  remark = missingSpace(entry.value, spec),
): undefined {
  const found = isSecret(entry)
    ? describeKind(entry.value)
    : describe(entry.value);
  context.problems.add(
    entry.value.offset,
    `${quote(entry.key)} is ${found}, expected ` +
      `${expectation(spec)}${remark}`,
  );
  return undefined;
}

/** Whether a value is nobody's business, though it is wrong. */
export function isSecret({ key, value }: Entry): boolean {
  return isSecretName(key) || isPin(key, scalarOf(value));
}

/** A block that was meant by text such as `type:timer`. */
function missingSpace(value: Value, spec: OptionSpec): string {
  const found = scalarOf(value);
  if (kindOf(spec) !== "block" || typeof found !== "string") return "";
  const [, name, rest] = /^(\w+):(\S.*)$/.exec(found) ?? [];
  return name === undefined
    ? ""
    : `: write ${quote(`${name}: ${isSecretName(name) ? HIDDEN : rest}`)}, ` +
      'with a space after the ":"';
}
