import { resolve } from "node:path";
import { mayBeEmpty, type OptionSpec } from "./option-spec.ts";
import { isSecret, type ReadContext, refuse, scalarOf } from "./reading.ts";
import { isPath } from "./scalars.ts";
import type { Entry } from "./tree.ts";
import { quote, remedy } from "../wording.ts";

/** `paths`. */
export function readPaths(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): string[] | undefined {
  const paths = readTexts(entry, spec, ":", context)?.map(({ text }) => text);
  if (paths?.every(isPath)) {
    return paths.map((path) => resolve(context.folder, path));
  }
  return paths === undefined ? undefined : refuse(entry, spec, context);
}

/** `list`. */
export function readList(
  entry: Entry,
  spec: OptionSpec,
  context: ReadContext,
): string[] | undefined {
  const texts = readTexts(entry, spec, ",", context);
  if (texts === undefined) return undefined;
  if (texts.length === 0 && !mayBeEmpty(spec)) {
    return refuse(entry, spec, context, ", naming at least one");
  }
  const { choices } = spec;
  const unknown = texts.filter(({ text }) => choices?.includes(text) === false);
  for (const { text, offset } of unknown) {
    context.problems.add(
      offset,
      `${quote(entry.key)} names ${isSecret(entry) ? "a text" : quote(text)}` +
        remedy(text, choices ?? []),
    );
  }
  return unknown.length === 0 ? texts.map(({ text }) => text) : undefined;
}

interface LocatedText {
  readonly text: string;
  readonly offset: number;
}

/** The trimmed, non-empty texts of a list, or the parts of a single one. */
function readTexts(
  entry: Entry,
  spec: OptionSpec,
  separator: string,
  context: ReadContext,
): LocatedText[] | undefined {
  const { value } = entry;
  const isList = value.kind === "list";
  const texts: LocatedText[] = [];
  for (const element of isList ? value.items : [value]) {
    const found = scalarOf(element);
    if (typeof found !== "string") {
      return refuse({ ...entry, value: element }, spec, context);
    }
    for (const part of isList ? [found] : found.split(separator)) {
      const text = part.trim();
      if (text !== "") texts.push({ text, offset: element.offset });
    }
  }
  return texts;
}

/** The trimmed parts of a text; empty ones do not count. */
export function split(text: string, separator: string): string[] {
  return text.split(separator).map((part) => part.trim())
    .filter((part) => part !== "");
}
